// The worker of monitors' phones: pages of the day and their forms work without a network (docs/decisions/0117). It answers for the browser what
// pages ask; forms stay plain forms, which the server takes itself where there is no worker. Whatever fails in here, a page is asked for as if there
// were none.
'use strict';

importScripts('/phone/store.js', '/phone/kept.js', '/phone/sending.js');

const VISIT = /^\/today\/(\d+)$/;

addEventListener('install', (event) => event.waitUntil(kept.addFiles().then(() => skipWaiting())));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('sync', (event) => event.waitUntil(synced()));

// What is thrown makes the browser try again later.
async function synced() {
  const why = await sending.sendAll();
  await tellPages();
  if (why === 'no-network') throw new Error('there is no network yet');
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigated(event, request, url));
  else if (request.method === 'GET' && kept.isFile(url.pathname)) event.respondWith(kept.file(event));
});

async function navigated(event, request, url) {
  if ((await store.signingOut().catch(() => false)) && !(await signedOutAtLast())) return kept.noNetwork();
  if (await store.hasRunOut().catch(() => false)) await kept.forget().catch(() => {});
  const is = `${request.method} ${url.pathname}`;
  if (is === 'POST /sign-out') return signOut(event, request);
  // Whoever signs in may be another person than the one before.
  if (request.method === 'POST' && url.pathname.startsWith('/sign-in')) await kept.forget().catch(() => {});
  if (request.method === 'POST' && VISIT.test(url.pathname)) return visited(event, request, url);
  if (request.method === 'GET' && (url.pathname === '/today' || VISIT.test(url.pathname))) return ownPage(event, request, url);
  try {
    const answer = await fetch(request);
    // Whoever is asked to sign in is nobody here, whoever was before.
    if (is === 'GET /sign-in' && answer.ok) await kept.forget().catch(() => {});
    return answer;
  } catch {
    const start = url.pathname === '/' && (await kept.page(new URL('/today', location.origin)).catch(() => undefined));
    return start ? Response.redirect('/today', 303) : kept.noNetwork();
  }
}

// A page that the phone may have as well.
async function ownPage(event, request, url) {
  // What was done stands on the server's page alone; the list on the phone knows that the visit was sent.
  const own = url.searchParams.has('done')
    ? Response.redirect('/today', 303)
    : await kept.page(url).catch(() => undefined);
  // The server has a fault: what the phone has is better.
  const asked = fetch(request).then((answer) => (own && answer.status >= 500 ? own : answer));
  const afterwards = asked.then((answer) => answer.ok && url.pathname === '/today' && kept.keep().then(tellPages));
  event.waitUntil(afterwards.catch(() => {}));
  return kept.orOwn(asked, own).catch(() => kept.noNetwork());
}

// The form of a visit. It is written down first: whatever happens to the network, the server or the browser then, it is not lost.
async function visited(event, request, url) {
  const check = Number(VISIT.exec(url.pathname)[1]);
  // Nothing to lock it with, or nowhere to write it down: as if there were no worker.
  const plainly = () => fetch(request).catch(() => kept.noNetwork());
  const waits = () => Response.redirect(`/today?kept=${check}`, 303);
  let person;
  let entry;
  try {
    person = await store.person();
    if (!person) return plainly();
    const fields = [...new URLSearchParams(await request.clone().text())];
    entry = await sending.take(person, check, fields);
  } catch {
    return plainly();
  }
  if (!entry) return waits();
  const became = await sending.sendOne(person, entry).catch(() => ({ why: 'no-network' }));
  if (became.done) return Response.redirect(`/today/${check}?done=${became.done}`, 303);
  if (became.why === 'sign-in') return Response.redirect('/sign-in?next=%2Ftoday', 303);
  if (became.why === 'refused') return Response.redirect('/today', 303);
  if (became.why === 'wrong') return Response.redirect(`/today/${check}?correct=${entry.id}`, 303);
  event.waitUntil(Promise.resolve(registration.sync?.register('send')).catch(() => {}));
  return waits();
}

// Nothing of the person can be read here afterwards, with a network or without; what waits stays locked. The wish is noted first, so that a browser that
// is closed meanwhile does not forget it.
async function signOut(event, request) {
  await store.setSigningOut(true).catch(() => {});
  await kept.forget().catch(() => {});
  const asked = fetch(request).then(async (answer) => {
    if (isSignedOut(answer)) await store.setSigningOut(false).catch(() => {});
    return answer;
  });
  event.waitUntil(asked.catch(() => {}));
  return kept.orOwn(asked, await kept.noNetwork());
}

// The server learns of a sign-out without a network before anything else is asked of it.
async function signedOutAtLast() {
  try {
    const signal = AbortSignal.timeout(kept.PATIENCE_MS);
    const answer = await fetch('/sign-out', { method: 'POST', redirect: 'manual', signal });
    if (!isSignedOut(answer)) return false;
    await store.setSigningOut(false);
    return true;
  } catch {
    return false;
  }
}

// It answers by sending elsewhere; anything else is a fault, and the session may live.
const isSignedOut = (answer) => answer.type === 'opaqueredirect' || answer.ok;

// What pages ask: how things stand, after doing what they want done.
addEventListener('message', (event) => {
  const [port] = event.ports;
  const answer = async () => port?.postMessage(await answered(event.data ?? {}));
  event.waitUntil(answer().catch(() => port?.postMessage(undefined)));
});

async function answered({ wish, id }) {
  let why;
  if (wish === 'keep') await kept.keep().catch(() => {});
  if (wish === 'send') why = await sending.sendAll();
  if (wish === 'remove') await store.remove(id);
  const person = await store.person();
  const { mine, locked } = await store.entries(person);
  return { is_kept: Boolean(person), as_of: person?.as_of, sent: person?.sent ?? [], entries: mine, locked, why };
}

async function tellPages() {
  for (const page of await clients.matchAll({ type: 'window' })) page.postMessage('changed');
}
