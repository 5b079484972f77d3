// The worker of monitors' phones: pages of the day and their forms work without a network (docs/decisions/0117). It answers for the browser what
// pages ask; forms stay plain forms, which the server takes itself where there is no worker.
'use strict';

importScripts('/phone/store.js', '/phone/kept.js', '/phone/sending.js');

const VISIT = /^\/today\/(\d+)$/;
// A weak network: how long a page is waited for that the phone has as well.
const PATIENCE_MS = 6_000;

addEventListener('install', (event) => event.waitUntil(kept.addFiles().then(() => skipWaiting())));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('sync', (event) => event.waitUntil(sending.sendAll().then(tellPages)));

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigated(event, request, url));
  else if (request.method === 'GET' && kept.isFile(url.pathname)) event.respondWith(kept.file(request));
});

async function navigated(event, request, url) {
  if (await store.signingOut()) {
    if (!(await signedOutAtLast())) return kept.noNetwork();
  }
  const is = `${request.method} ${url.pathname}`;
  if (is === 'POST /sign-out') return signOut(request);
  if (request.method === 'POST' && VISIT.test(url.pathname)) return visited(event, request, url);
  if (request.method === 'GET' && (url.pathname === '/today' || VISIT.test(url.pathname))) return ownPage(event, request, url);
  try {
    const answer = await fetch(request);
    // Whoever is asked to sign in is nobody here, whoever was before.
    if (is === 'GET /sign-in' && answer.ok) await kept.forget();
    return answer;
  } catch {
    const start = url.pathname === '/' && (await kept.page(new URL('/today', location.origin)));
    return start ? Response.redirect('/today', 303) : kept.noNetwork();
  }
}

// A page that the phone may have as well.
async function ownPage(event, request, url) {
  const own = await kept.page(url);
  const asked = fetch(request).then((answer) => {
    if (answer.ok && url.pathname === '/today') event.waitUntil(kept.keep().then(tellPages, () => {}));
    // The server has a fault: what the phone has is better.
    return own && answer.status >= 500 ? own : answer;
  });
  if (!own) return asked.catch(() => kept.noNetwork());
  const late = new Promise((resolve) => { setTimeout(() => resolve(own), PATIENCE_MS); });
  return Promise.race([asked.catch(() => own), late]);
}

// The form of a visit. It is written down first: whatever happens to the network, the server or the browser then, it is not lost.
async function visited(event, request, url) {
  const check = Number(VISIT.exec(url.pathname)[1]);
  const person = await store.person();
  // Nothing to lock it with: as if there were no worker.
  if (!person) return fetch(request).catch(() => kept.noNetwork());
  const fields = [...new URLSearchParams(await request.clone().text())];
  const entry = await sending.take(person, check, fields);
  const waits = () => Response.redirect(`/today?kept=${check}`, 303);
  if (!entry) return waits();
  const became = await sending.sendOne(person, entry);
  if (became.done) {
    event.waitUntil(kept.keep(true).catch(() => {}));
    return Response.redirect(`/today/${check}?done=${became.done}`, 303);
  }
  if (became.why === 'sign-in') return Response.redirect('/sign-in?next=%2Ftoday', 303);
  if (became.why === 'refused' || became.why === 'wrong') return Response.redirect(`/today/${check}?entry=${entry.id}`, 303);
  event.waitUntil(Promise.resolve(registration.sync?.register('send')).catch(() => {}));
  return waits();
}

// Nothing of the person can be read here afterwards, with a network or without; what waits stays locked.
async function signOut(request) {
  await kept.forget();
  try {
    return await fetch(request);
  } catch {
    await store.setSigningOut(true);
    return kept.noNetwork();
  }
}

// The server learns of a sign-out without a network before anything else is asked of it.
async function signedOutAtLast() {
  try {
    await fetch('/sign-out', { method: 'POST', redirect: 'manual' });
    await store.setSigningOut(false);
    return true;
  } catch {
    return false;
  }
}

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
  return { as_of: person?.as_of, entries: mine, locked, why };
}

async function tellPages() {
  for (const page of await clients.matchAll({ type: 'window' })) page.postMessage('changed');
}
