// What a page says of the phone: what is kept, what waits, what was not taken. All words stand in the page, hidden; this fills in and shows them.
const at = (id) => document.getElementById(id);
const here = new URL(location.href);
const { dataset } = document.documentElement;
const worker = navigator.serviceWorker;
const SEND_AGAIN_MS = 30_000;

const time = (ms) => {
  const two = (number) => String(number).padStart(2, '0');
  const day = new Date(ms);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${two(day.getHours())}:${two(day.getMinutes())}`;
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function say(element, values) {
  if (!element) return;
  element.textContent = fill(element.dataset.said, values);
  element.hidden = false;
}

// Asks the worker; `undefined` if there is none, or if it does not answer.
async function ask(wish, id) {
  const registration = await worker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, 60_000);
    registration.active.postMessage({ wish, id }, [port2]);
  });
}

function entryShown(entry, why) {
  const item = at('phone-entry').content.cloneNode(true).firstElementChild;
  const { said, waiting, refused, wrong, signIn, sure } = item.dataset;
  const find = (selector) => item.querySelector(selector);
  const values = { number: entry.check, time: time(entry.entered_ms) };
  item.dataset.entry = entry.check;
  item.dataset.state = entry.state;
  Object.assign(find('.phone-door'), { href: `/today/${entry.check}`, textContent: fill(said, values) });
  find('.tag').textContent = { refused, wrong }[entry.state] ?? (why === 'sign-in' ? signIn : waiting);
  find('.phone-problems').append(...entry.problems.map((problem) => Object.assign(document.createElement('li'), { textContent: problem })));
  for (const [name, value] of entry.said) {
    find('dl').append(Object.assign(document.createElement('dt'), { textContent: name }));
    find('dl').append(Object.assign(document.createElement('dd'), { textContent: value }));
  }
  const correct = find('.phone-correct');
  correct.href = `/today/${entry.check}?correct=${entry.id}`;
  correct.hidden = entry.state !== 'wrong';
  const remove = find('.phone-remove');
  remove.hidden = entry.state === 'waiting';
  remove.addEventListener('click', async () => {
    if (confirm(fill(sure, values))) show(await ask('remove', entry.id));
  });
  return item;
}

// How things stand.
function show(state) {
  if (!state || !at('phone')) return;
  const { entries, locked, as_of, sent, why } = state;
  if (as_of && here.pathname === '/today') say(at('phone-kept'), { time: time(as_of) });
  if (locked > 0) say(at('phone-locked'), { count: locked });
  else at('phone-locked').hidden = true;
  at('phone-entries').replaceChildren(...entries.map((entry) => entryShown(entry, why)));
  at('phone-send').hidden = !entries.some((entry) => entry.state === 'waiting');
  for (const door of document.querySelectorAll('[data-check]')) {
    const waits = entries.some((entry) => entry.state === 'waiting' && String(entry.check) === door.dataset.check);
    door.querySelector('.phone-door-waits').hidden = !waits;
    door.querySelector('.phone-door-sent').hidden = waits || !dataset.kept || !sent.includes(Number(door.dataset.check));
  }
  const before = entries.findLast((entry) => `/today/${entry.check}` === here.pathname && entry.state === 'waiting');
  if (before) say(at('phone-again'), { time: time(before.entered_ms) });
  else if (at('phone-again')) at('phone-again').hidden = true;
  const said = [...at('phone').children].some((element) => 'said' in element.dataset && !element.hidden);
  at('phone').hidden = entries.length === 0 && !said;
  correctable(entries);
}

// A form that was not taken as it was entered, filled in again.
let filled = false;
function correctable(entries) {
  const form = at('visit');
  const entry = entries.find((entry) => entry.id === here.searchParams.get('correct'));
  if (!form || !entry || filled) return;
  filled = true;
  for (const [name, value] of entry.fields) {
    const field = form.elements.namedItem(name);
    if (field && name !== 'visit_id' && name !== 'at') field.value = value;
  }
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'replaces', value: entry.id }));
}

// What is entered, as a person reads it: it goes with the entry, since the form may not be there when it is read again.
function described(form) {
  const pairs = [];
  for (const field of form.elements) {
    if (!field.name || field.type === 'hidden' || field.value === '') continue;
    const label = field.labels?.[0]?.textContent.trim() ?? field.name;
    pairs.push([label, field.selectedOptions?.[0]?.textContent.trim() ?? field.value]);
  }
  return JSON.stringify(pairs);
}

function formOfVisit(form) {
  form.addEventListener('formdata', ({ formData }) => formData.set('said', described(form)));
  const place = at('place');
  if (!place || !('geolocation' in navigator)) return;
  place.hidden = false;
  const said = at('place-said');
  at('take-place').addEventListener('click', () => {
    said.textContent = place.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        at('latitude').value = coords.latitude.toFixed(6);
        at('longitude').value = coords.longitude.toFixed(6);
        at('accuracy_m').value = Math.ceil(coords.accuracy);
        said.textContent = fill(place.dataset.said, { metres: Math.ceil(coords.accuracy) });
      },
      () => { said.textContent = place.dataset.none; },
      { enableHighAccuracy: true, timeout: 60_000, maximumAge: 30_000 },
    );
  });
  // Somebody knows better: the phone's accuracy is not theirs.
  for (const name of ['latitude', 'longitude']) at(name).addEventListener('input', () => { at('accuracy_m').value = ''; });
}

// Before somebody signs out while something waits.
function signingOut(form) {
  const question = at('unsent');
  form.addEventListener('submit', async (event) => {
    if (!question) return;
    event.preventDefault();
    const state = await Promise.race([ask('look'), new Promise((resolve) => { setTimeout(resolve, 2_000); })]);
    if (!state || state.entries.length === 0) return form.submit();
    say(at('unsent-said'), { count: state.entries.length });
    question.addEventListener('close', () => {
      if (question.returnValue === 'leave') form.submit();
    }, { once: true });
    question.showModal();
  });
}

async function begin() {
  const own = here.pathname === '/today' || here.pathname.startsWith('/today/');
  if (at('phone')) {
    if (dataset.kept) say(at('phone-old'), { time: time(Number(dataset.kept)) });
    if (here.searchParams.get('kept')) say(at('phone-new'), { number: here.searchParams.get('kept') });
    at('phone').hidden = !dataset.kept && !here.searchParams.get('kept');
  }
  if (at('visit')) formOfVisit(at('visit'));
  if (!worker) return;
  if (at('sign-out')) signingOut(at('sign-out'));
  await worker.register('/worker.js');
  worker.addEventListener('message', async () => show(await ask('look')));
  worker.startMessages();
  if (!own) return;
  at('phone-send')?.addEventListener('click', async () => show(await ask('send')));
  const send = async () => {
    const before = await ask('look');
    show(before);
    if (!before?.entries.some((entry) => entry.state === 'waiting')) return;
    const after = await ask('send');
    show(after);
    // What waited is recorded: the list is another one.
    if (after && after.entries.length < before.entries.length && here.pathname === '/today') location.replace('/today');
  };
  // Whoever signs in here again is told of what waits by its name, and sends it: their key is fetched first.
  if (!(await ask('look'))?.is_kept) await ask('keep');
  addEventListener('online', send);
  setInterval(() => { if (!document.hidden) send(); }, SEND_AGAIN_MS);
  await send();
  show(await ask('keep'));
}

// A page that comes back out of the browser's memory may be of somebody who has signed out since.
addEventListener('pageshow', async ({ persisted }) => {
  if (persisted && at('phone') && worker && !(await ask('look'))?.is_kept) location.reload();
});

begin().catch((error) => console.warn('This phone keeps nothing:', error));
