// Visits: taken from the form, written down before anything else, sent when there is a network, each exactly once.
'use strict';

self.sending = (() => {
  const PATIENCE_MS = 15_000;
  const TWICE_MS = 120_000;
  // Fields that are the phone's own.
  const OWN = ['replaces', 'said'];

  // A form that was sent, as an entry. Written down before it answers; one form at a time, so that a button that is pressed twice is seen.
  // `undefined`: it was taken before.
  const take = (person, check, fields) => navigator.locks.request('taking', () => taken(person, check, fields));

  async function taken(person, check, fields) {
    const value = (name) => fields.find(([field]) => field === name)?.[1] ?? '';
    const now = Date.now();
    const visit = value('visit_id');
    const replaces = value('replaces');
    const sent = fields.filter(([name]) => !OWN.includes(name));
    const contents = await digest([...sent, ['replaces', replaces]]);
    const known = await store.knownForm(visit);
    // The same form with the same contents at the same time: the button was pressed twice.
    if (known && now - known.at < TWICE_MS && known.digest === contents) return undefined;
    const set = (name, text) => {
      const at = sent.findIndex(([field]) => field === name);
      if (at < 0) sent.push([name, text]);
      else sent[at] = [name, text];
    };
    // The same id with other contents, or later, is another visit.
    if (known) set('visit_id', crypto.randomUUID());
    const before = replaces ? (await store.entries(person)).mine.find(({ id }) => id === replaces) : undefined;
    // The time is when it was entered first, not when it is corrected or sent; right by the server's clock.
    const entered = before?.entered_ms ?? now;
    if (value('at') === '') set('at', new Date(entered + person.ahead_ms).toISOString());
    const entry = {
      id: crypto.randomUUID(),
      check,
      fields: sent,
      said: parsed(value('said')),
      entered_ms: entered,
      state: 'waiting',
      problems: [],
    };
    await store.putNew(person, entry, before?.id, { visit, digest: contents, at: now });
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
        await kept.drop(entry.check).catch(() => {});
        return { done };
      }
    } catch {
      return { why: 'no-network' };
    }
    switch (answer.status) {
      case 401:
      case 403:
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
    return { why: state };
  }

  // Sends everything that waits, one after another and in one place at a time. Answers why something still waits; nothing if nothing does.
  function sendAll() {
    return navigator.locks.request('sending', async () => {
      const person = await store.person();
      if (!person) return undefined;
      const { mine } = await store.entries(person);
      for (const entry of mine.filter((entry) => entry.state === 'waiting')) {
        const { why } = await send(person, entry);
        if (why === 'no-network' || why === 'sign-in') return why;
      }
      return undefined;
    });
  }

  // Sends one entry at once, when nobody else sends.
  const sendOne = (person, entry) => navigator.locks.request('sending', () => send(person, entry));

  return { take, sendOne, sendAll };
})();
