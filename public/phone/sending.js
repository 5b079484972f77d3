// Visits: taken from the form, written down before anything else, sent when there is a network, each exactly once.
'use strict';

self.sending = (() => {
  const PATIENCE_MS = 15_000;
  const TWICE_MS = 120_000;
  // Fields that are the phone's own.
  const OWN = ['replaces', 'said'];

  // A form that was sent, as an entry. Written down before it answers. `undefined`: it was taken before.
  async function take(person, check, fields) {
    const value = (name) => fields.find(([field]) => field === name)?.[1] ?? '';
    const now = Date.now();
    const replaces = value('replaces');
    const said = parsed(value('said'));
    const sent = fields.filter(([name]) => !OWN.includes(name));
    const contents = await digest(sent);
    const known = await store.knownForm(value('visit_id'), contents, now);
    // The same form with the same contents at the same time: the button was pressed twice.
    if (known && !replaces && now - known.at < TWICE_MS && known.digest === contents) return undefined;
    const set = (name, text) => {
      const at = sent.findIndex(([field]) => field === name);
      if (at < 0) sent.push([name, text]);
      else sent[at] = [name, text];
    };
    if (known) set('visit_id', crypto.randomUUID());
    // The time is when it was entered, not when it will be sent; right by the server's clock.
    if (value('at') === '') set('at', new Date(now + person.ahead_ms).toISOString());
    const entry = { id: crypto.randomUUID(), check, fields: sent, said, entered_ms: now, state: 'waiting', problems: [] };
    await store.put(person, entry, replaces || undefined);
    return entry;
  }

  const parsed = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return [];
    }
  };

  async function digest(fields) {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(fields)));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  // Sends one entry. Answers { done } when it is recorded, which removes it; otherwise why it is still here: 'no-network', 'sign-in',
  // 'refused' or 'wrong'. It is removed only when the server has said that it has it.
  async function send(person, entry) {
    let answer;
    try {
      answer = await fetch(`/today/${entry.check}`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          'x-fieldwatch-phone': person.mark,
        },
        body: new URLSearchParams(entry.fields).toString(),
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.ok) {
        const { done } = await answer.json();
        await store.remove(entry.id);
        return { done };
      }
    } catch {
      return { why: 'no-network' };
    }
    switch (answer.status) {
      case 401:
        return { why: 'sign-in' };
      case 412:
        // Somebody else has signed in on this phone: nothing of this is theirs.
        await kept.forget();
        return { why: 'sign-in' };
      case 404:
      case 409:
        return settle(person, entry, 'refused', answer);
      case 422:
        return settle(person, entry, 'wrong', answer);
      default:
        return { why: 'no-network' };
    }
  }

  async function settle(person, entry, state, answer) {
    const { problems = [] } = await answer.json().catch(() => ({}));
    await store.put(person, { ...entry, state, problems });
    return { why: state, problems };
  }

  // Sends everything that waits, one after another and in one place at a time.
  function sendAll() {
    return navigator.locks.request('sending', async () => {
      const person = await store.person();
      if (!person) return 'no-network';
      const { mine } = await store.entries(person);
      let recorded = 0;
      let why;
      for (const entry of mine.filter((entry) => entry.state === 'waiting')) {
        const became = await send(person, entry);
        if (became.done) recorded += 1;
        why = became.why;
        if (why === 'no-network' || why === 'sign-in') break;
      }
      if (recorded > 0) await kept.keep(true).catch(() => {});
      return why;
    });
  }

  // Sends one entry at once, when nobody else sends.
  const sendOne = (person, entry) => navigator.locks.request('sending', () => send(person, entry));

  return { take, sendOne, sendAll };
})();
