// The pages and files that open without a network.
'use strict';

self.kept = (() => {
  const FILES = 'files';
  const NO_NETWORK = '/offline';
  const LIST = [NO_NETWORK, '/pkg/fieldwatch.css', '/phone/page.js', '/favicon.svg', '/site.webmanifest'];
  // How old what is kept may be when the list is looked at: it is asked for again.
  const FRESH_MS = 10 * 60_000;
  let running;

  const isFile = (path) => LIST.includes(path) && path !== NO_NETWORK;
  const addFiles = async () => (await caches.open(FILES)).addAll(LIST);

  // From the network, which answers "the same" in a few bytes; else as it is kept.
  async function file(request) {
    const files = await caches.open(FILES);
    try {
      const answer = await fetch(request);
      if (answer.ok) await files.put(request.url, answer.clone());
      return answer;
    } catch (error) {
      const found = await files.match(request.url);
      if (found) return found;
      throw error;
    }
  }

  async function noNetwork() {
    const found = await (await caches.open(FILES)).match(NO_NETWORK);
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
  function keep(anyhow = false) {
    running ??= kept(anyhow).finally(() => { running = undefined; });
    return running;
  }

  async function kept(anyhow) {
    const before = await store.person();
    if (before && !anyhow && Date.now() - before.as_of < FRESH_MS) return before;
    const answer = await fetch('/today/phone', { headers: { accept: 'application/json' }, cache: 'no-store' });
    // Not a monitor, or signed out: what is here is not theirs.
    if (answer.status === 401 || answer.status === 404) await forget();
    if (!answer.ok) return undefined;
    const sent = await answer.json();
    const now = Date.now();
    const name = `pages-${now}`;
    const pages = await caches.open(name);
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      // As the server sends them.
      'content-security-policy': (await noNetwork()).headers.get('content-security-policy') ?? "default-src 'none'",
      'permissions-policy': 'geolocation=(self)',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    };
    for (const [address, html] of Object.entries(sent.pages)) {
      // The page's script tells by this that the page was kept.
      const marked = html.replace('<html ', `<html data-kept="${now}" `);
      await pages.put(address, new Response(marked, { headers }));
    }
    const person = {
      mark: sent.mark,
      key: await store.importKey(sent.key),
      until: now + (sent.until_ms - sent.now_ms),
      // By so much the server's clock is ahead of the phone's.
      ahead_ms: sent.now_ms - now,
      as_of: now,
      pages: name,
    };
    await store.setPerson(person);
    await dropPagesBut(name);
    return person;
  }

  async function dropPagesBut(name) {
    for (const other of await caches.keys()) {
      if (other.startsWith('pages-') && other !== name) await caches.delete(other);
    }
  }

  // Nobody is signed in here any more: the key and the pages go, what is locked stays.
  async function forget() {
    await store.forgetPerson();
    await dropPagesBut(undefined);
  }

  return { isFile, addFiles, file, noNetwork, page, keep, forget };
})();
