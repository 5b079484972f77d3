// What the phone keeps for longer than a page: whose it is, and what was entered and is not sent.
//
// Entries are locked (AES-GCM) with a key that the server hands to whoever has signed in. The key goes when they sign out, the entries stay:
// nobody else can read them, and nothing is lost. See docs/decisions/0117.
'use strict';

self.store = (() => {
  const NAME = 'fieldwatch';
  const PERSON = 'person';
  // A form's id is known for two days: a sent form that is sent again is noticed.
  const KNOWN_MS = 2 * 24 * 3_600_000;
  let opened;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('person');
        request.result.createObjectStore('entries', { keyPath: 'id' });
        request.result.createObjectStore('forms', { keyPath: 'visit' });
      };
      request.onsuccess = () => {
        request.result.onclose = () => { opened = undefined; };
        // Another version of this file wants to change the shape: let it.
        request.result.onversionchange = () => {
          request.result.close();
          opened = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => {
        opened = undefined;
        reject(request.error);
      };
    });
    return opened;
  }

  // One transaction; resolves when it is on the disk.
  async function within(stores, mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode, { durability: 'strict' });
      let answer;
      work((name) => transaction.objectStore(name), (value) => { answer = value; });
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  const one = (name, key) => within([name], 'readonly', (of, is) => {
    const request = of(name).get(key);
    request.onsuccess = () => is(request.result);
  });
  const all = (name) => within([name], 'readonly', (of, is) => {
    const request = of(name).getAll();
    request.onsuccess = () => is(request.result);
  });

  // Who has signed in here: { mark, key, until, ahead_ms, as_of, is_stale, pages, sent }. Not after the end of their session.
  async function person() {
    const person = await one('person', PERSON);
    return person && Date.now() < person.until ? person : undefined;
  }
  // Whether somebody's session is over whose key is still here.
  const hasRunOut = async () => (await one('person', PERSON)) !== undefined && (await person()) === undefined;
  const setPerson = (person) => within(['person'], 'readwrite', (of) => of('person').put(person, PERSON));
  // With the marks of their forms: what a form said could be tried out against them.
  const forgetPerson = () => within(['person', 'forms'], 'readwrite', (of) => {
    of('person').delete(PERSON);
    of('forms').clear();
  });

  const importKey = (digits) => {
    const bytes = Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
    // Not extractable: a script that got into a page could use it, and not carry it away.
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  };

  async function locked(person, entry) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(entry));
    const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, person.key, plain);
    return { id: entry.id, mark: person.mark, iv, body };
  }

  async function unlocked(person, row) {
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, person.key, row.body);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return undefined;
    }
  }

  // Writes an entry again.
  async function put(person, entry) {
    const row = await locked(person, entry);
    await within(['entries'], 'readwrite', (of) => of('entries').put(row));
  }

  // Writes an entry in place of `instead`, if there is one, and notes its form: both or none of it.
  async function putNew(person, entry, instead, form) {
    const row = await locked(person, entry);
    await within(['entries', 'forms'], 'readwrite', (of) => {
      of('entries').put(row);
      if (instead) of('entries').delete(instead);
      const forms = of('forms');
      forms.put(form);
      const all = forms.getAll();
      all.onsuccess = () => {
        for (const { visit, at } of all.result) if (form.at - at > KNOWN_MS) forms.delete(visit);
      };
    });
  }
  const remove = (id) => within(['entries'], 'readwrite', (of) => of('entries').delete(id));

  // The entries of a person, oldest first, and how many there are that they cannot open.
  async function entries(person) {
    const rows = await all('entries');
    const read = await Promise.all(rows.map(async (row) => (person && row.mark === person.mark ? unlocked(person, row) : undefined)));
    const mine = read.filter(Boolean).sort((a, b) => a.entered_ms - b.entered_ms);
    return { mine, locked: rows.length - mine.length };
  }

  // The form with this id, as it was taken last: { visit, digest, at }. A page that the phone keeps is filled in more than once.
  const knownForm = (visit) => one('forms', visit);

  // That somebody wants to be signed out, which the server does not know yet.
  const signingOut = () => one('person', 'signing-out');
  const setSigningOut = (is) => within(['person'], 'readwrite', (of) => {
    if (is) of('person').put(true, 'signing-out');
    else of('person').delete('signing-out');
  });

  return { person, hasRunOut, setPerson, forgetPerson, importKey, put, putNew, remove, entries, knownForm, signingOut, setSigningOut };
})();
