// The pages and files that open without a network.
'use strict';

self.kept = (() => {
  const FILES = 'files';
  const NO_NETWORK = '/offline';
  const LIST = [NO_NETWORK, '/pkg/fieldwatch.css', '/phone/page.js', '/favicon.svg', '/site.webmanifest'];
  // How old what is kept may be when the list is looked at: it is asked for again.
  const FRESH_MS = 10 * 60_000;
  // A weak network: how long something is waited for that the phone has as well, and how long the whole day's pages may take.
  const PATIENCE_MS = 6_000;
  const MOST_MS = 60_000;
  let running;
  // Raised when nobody is signed in here any more: what is under way then is of somebody who has gone.
  let turn = 0;
  // Checks that were recorded while the pages were under way.
  let recorded = new Set();

  const isFile = (path) => LIST.includes(path) && path !== NO_NETWORK;
  const addFiles = async () => (await caches.open(FILES)).addAll(LIST);

  // What is asked for, or what the phone has where that fails or takes too long.
  function orOwn(asked, own) {
    if (!own) return asked;
    const late = new Promise((resolve) => { setTimeout(() => resolve(own), PATIENCE_MS); });
    return Promise.race([asked.catch(() => own), late]);
  }

  // From the network, which answers "the same" in a few bytes; else as it is kept.
  async function file(event) {
    const files = await caches.open(FILES);
    const { request } = event;
    const asked = fetch(request).then((answer) => {
      const copy = answer.ok ? answer.clone() : undefined;
      return { answer, copy };
    });
    event.waitUntil(asked.then(({ copy }) => copy && files.put(request.url, copy)).catch(() => {}));
    return orOwn(asked.then(({ answer }) => answer), await files.match(request.url));
  }

  async function noNetwork() {
    const found = await (await caches.open(FILES)).match(NO_NETWORK).catch(() => undefined);
    const headers = new Headers(found?.headers ?? { 'content-type': 'text/plain; charset=utf-8' });
    return new Response(found ? found.body : 'No network.', { status: 503, headers });
  }

  // The page of an address as the phone keeps it for who has signed in.
  async function page(url) {
    const person = await store.person();
    if (!person) return undefined;
    const pages = await caches.open(person.pages);
    return (await pages.match(url.pathname + url.search)) ?? pages.match(url.pathname);
  }

  // Asks for everything again, unless it is there and young. Answers the person it is kept for.
  function keep() {
    running ??= kept().finally(() => { running = undefined; });
    return running;
  }

  async function kept() {
    const before = await store.person();
    if (before && !before.is_stale && Date.now() - before.as_of < FRESH_MS) return before;
    const mine = turn;
    recorded = new Set();
    const answer = await fetch('/today/phone', {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(MOST_MS),
    });
    // Not a monitor, or signed out: what is here is not theirs.
    if ([401, 403, 404].includes(answer.status)) await forget();
    if (!answer.ok) return undefined;
    const sent = await answer.json();
    // Its policy is that of the kept pages.
    await (await caches.open(FILES)).add(NO_NETWORK).catch(() => {});
    const now = Date.now();
    const name = `pages-${now}`;
    const pages = await caches.open(name);
    const headers = await headersOfKept();
    for (const [address, html] of Object.entries(sent.pages)) {
      // The page's script tells by this that the page was kept.
      const marked = html.replace('<html ', `<html data-kept="${now}" `);
      await pages.put(address, new Response(marked, { headers }));
    }
    for (const check of recorded) await pages.delete(`/today/${check}`);
    const person = {
      mark: sent.mark,
      key: await store.importKey(sent.key),
      until: now + (sent.until_ms - sent.now_ms),
      // By so much the server's clock is ahead of the phone's.
      ahead_ms: sent.now_ms - now,
      as_of: now,
      // What was recorded on the way is not in it: it is asked for again the next time.
      is_stale: recorded.size > 0,
      pages: name,
      sent: [...recorded],
    };
    if (mine !== turn) {
      await caches.delete(name);
      return undefined;
    }
    await store.setPerson(person);
    await dropPagesBut(name);
    return person;
  }

  // What the server's pages are sent with, as far as it is for a page that comes from nobody but us.
  async function headersOfKept() {
    return {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': (await noNetwork()).headers.get('content-security-policy') ?? "default-src 'none'",
      'permissions-policy': 'geolocation=(self)',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    };
  }

  // A visit is recorded: its empty form is not shown again, and the list is asked for anew the next time.
  async function drop(check) {
    recorded.add(check);
    const person = await store.person();
    if (!person) return;
    await (await caches.open(person.pages)).delete(`/today/${check}`);
    await store.setPerson({ ...person, is_stale: true, sent: [...person.sent, check] });
  }

  async function dropPagesBut(name) {
    for (const other of await caches.keys()) {
      if (other.startsWith('pages-') && other !== name) await caches.delete(other);
    }
  }

  // Nobody is signed in here any more: the key and the pages go, what is locked stays.
  async function forget() {
    turn += 1;
    await store.forgetPerson();
    await dropPagesBut(undefined);
  }

  return { isFile, addFiles, file, noNetwork, orOwn, page, keep, drop, forget, PATIENCE_MS };
})();
