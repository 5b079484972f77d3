// A monitor's day where there is hardly a network, or none: what is entered at doors reaches the server, each visit once.
import { mkdtempSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { picture } from '../support/look.ts';
import { Line } from '../support/line.ts';
import { OwnServer } from '../support/own-server.ts';
import { fillSignIn, password } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

const TEHSIL = 'PB0802';
const WEEKS = ['2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'];
// Chromium's "Regular 2G".
const ON_2G = { offline: false, latency: 300, downloadThroughput: (250 * 1_000) / 8, uploadThroughput: (50 * 1_000) / 8 };

const server = new OwnServer();
test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  await server.begin();
  for (const monitor of ['first', 'second']) server.addMonitor(monitor, TEHSIL);
  await server.serve();
  const desk = await browser.newContext({ baseURL: server.address, viewport: { width: 1440, height: 900 } });
  const page = await desk.newPage();
  await enter(page, 'qa');
  for (const week of WEEKS) {
    await page.goto(`/spot-checks/draw?area=${TEHSIL}&week=${week}&monitors=2&days=3&visits_a_day=8`);
    await page.locator('form#draw button').click();
    await expect(page.locator('#done')).toBeVisible();
    await giveEverythingTo(page, 'Monitor first');
  }
  await desk.close();
});

test.afterAll(() => server.kill());

async function enter(page: Page, username: string) {
  await page.goto('/sign-in');
  await fillSignIn(page, username, password);
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();
}

async function giveEverythingTo(page: Page, name: string) {
  const forms = page.locator('form[id^=give-]');
  for (let walk = 1; walk <= (await forms.count()); walk += 1) {
    const form = page.locator(`form#give-${walk}`);
    await form.locator('select[name=monitor]').selectOption({ label: name });
    await form.locator('button').click();
    await expect(page.locator(`table#walk-${walk} tbody tr`).first()).toContainText('to be visited');
  }
}

// A phone: a browser with a folder of its own, which stays when the browser is closed.
class Phone {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fieldwatch-phone-'));
  readonly #address: string;
  #context?: BrowserContext;
  page!: Page;

  constructor(address = server.address) {
    this.#address = address;
  }

  async open() {
    this.#context = await chromium.launchPersistentContext(this.#folder, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
      baseURL: this.#address,
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      locale: 'en-GB',
      timezoneId: 'Asia/Karachi',
      permissions: ['geolocation'],
      geolocation: { latitude: 31.5204, longitude: 74.3587, accuracy: 12 },
    });
    this.page = this.#context.pages()[0] ?? (await this.#context.newPage());
  }

  close = () => this.#context!.close();
  offline = (is: boolean) => this.#context!.setOffline(is);

  async throttle() {
    const session = await this.#context!.newCDPSession(this.page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', ON_2G);
  }

  // As if the browser had never been here.
  async forgetsFiles() {
    const session = await this.#context!.newCDPSession(this.page);
    await session.send('Network.clearBrowserCache');
    await this.page.evaluate(async () => {
      for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
  }

  // The list is on the phone.
  async keepsList() {
    await this.page.goto('/today');
    await expect(this.page.locator('#phone-kept')).toBeVisible({ timeout: 60_000 });
  }

  async visit(check: number, found: string, size = '') {
    await this.page.goto('/today');
    await this.page.locator(`[data-check="${check}"] a.button`).click();
    const form = this.page.locator('form#visit');
    await form.locator('select[name=found]').selectOption(found);
    if (size) await form.locator('input[name=household_size]').fill(size);
    if (found === 'found') await form.locator('select[name=came]').selectOption('yes');
    await form.locator('button[type=submit]').click();
  }

  doors = async () => {
    const numbers = await this.page.locator('#stops > li').evaluateAll((doors) => doors.map((door) => Number((door as HTMLElement).dataset.check)));
    return numbers;
  };

  entries = () => this.page.locator('#phone-entries > li');
}

// A phone of the first monitor with the list on it, and the first door of the list.
async function signedIn(address?: string) {
  const phone = new Phone(address);
  await phone.open();
  await enter(phone.page, 'first');
  await phone.keepsList();
  const [check] = (await phone.doors()) as [number];
  return { phone, check };
}

// What the server has of a check: its visits.
async function visitsOf(page: Page, check: number) {
  await page.goto(`/today/${check}`);
  return page.locator('table#visits tbody tr').count();
}

async function desk(browser: { newContext: (options: object) => Promise<BrowserContext> }, username: string) {
  const context = await browser.newContext({ baseURL: server.address, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  await enter(page, username);
  return page;
}

// Bytes on the line: of the answer to a request as a browser sends it.
function transferred(path: string, cookie: string, accept: string) {
  return new Promise<number>((resolve, reject) => {
    const headers = { accept, cookie, 'accept-encoding': 'br' };
    get(`${server.address}${path}`, { headers, agent: false }, (answer) => {
      const { socket } = answer;
      expect(answer.statusCode, path).toBe(200);
      answer.resume();
      answer.once('end', () => resolve(socket.bytesRead));
    }).once('error', reject);
  });
}

test('the list with twenty doors is light, and usable on 2G within seconds', async () => {
  const phone = new Phone();
  await phone.open();
  await enter(phone.page, 'first');
  const cookie = (await phone.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const of = async (paths: string[], accept: string) => {
    let sum = 0;
    for (const path of paths) sum += await transferred(path, cookie, accept);
    return sum;
  };
  const first = await of(['/today', '/pkg/fieldwatch.css', '/favicon.svg'], 'text/html');
  const scripts = await of(['/phone/page.js', '/worker.js', '/phone/store.js', '/phone/kept.js', '/phone/sending.js', '/site.webmanifest', '/offline'], 'text/html');
  const forms = await of(['/today/phone'], 'application/json');
  const everything = first + scripts + forms;

  // A phone that was never here: nothing of the pages is in its cache.
  await phone.page.context().clearCookies();
  await phone.close();
  const fresh = new Phone();
  await fresh.open();
  await enter(fresh.page, 'first');
  await fresh.throttle();
  await fresh.forgetsFiles();
  const begun = Date.now();
  await fresh.page.goto('/today');
  await expect(fresh.page.locator('#stops a.button').first()).toBeEnabled();
  const usable = Date.now() - begun;
  const doors = (await fresh.doors()).length;
  console.log(`/today with ${doors} doors: ${first} bytes before scripts, ${everything} with all forms; usable on 2G after ${usable} ms`);
  expect(doors).toBeGreaterThanOrEqual(20);
  expect(first).toBeLessThanOrEqual(40_000);
  expect(everything).toBeLessThanOrEqual(200_000);
  await fresh.close();
});

for (const killed of [false, true]) {
  const meanwhile = killed ? 'a closed browser and a killed server' : 'and a closed browser';
  test(`three visits without a network are on the server once, after a reload, ${meanwhile}`, async ({ browser }) => {
    const phone = new Phone();
    await phone.open();
    await phone.throttle();
    await enter(phone.page, 'first');
    await phone.keepsList();
    const [one, two, three] = (await phone.doors()) as [number, number, number];

    await phone.offline(true);
    await phone.visit(one, 'found', '6');
    await expect(phone.page.locator('#phone-new')).toContainText(`Visit ${one} is kept on this phone`);
    await phone.visit(two, 'not_found');
    await expect(phone.page.locator('#phone-new')).toContainText(`Visit ${two} is kept on this phone`);
    await phone.page.reload();
    await expect(phone.page.locator('#phone-old')).toBeVisible();
    await phone.visit(three, 'refused');
    await expect(phone.entries()).toHaveCount(3);
    await expect(phone.page.locator(`[data-check="${two}"] .phone-door-waits`)).toBeVisible();
    // What waits is sent, and not removed by a finger that slips.
    await expect(phone.page.locator('.phone-remove:visible, .phone-correct:visible')).toHaveCount(0);
    await picture(phone.page, 'offline-waiting');
    await expectAccessible(phone.page);

    await phone.close();
    if (killed) await server.kill();
    await phone.open();
    if (killed) {
      // There is a network, and no server behind it.
      await phone.page.goto('/today');
      await expect(phone.entries()).toHaveCount(3);
      await expect(phone.page.locator('#phone-old')).toBeVisible();
      await server.serve();
    }
    await phone.page.goto('/today');
    await expect(phone.entries()).toHaveCount(0, { timeout: 60_000 });
    for (const check of [one, two, three]) await expect(phone.page.locator(`[data-check="${check}"]`)).toHaveCount(0);

    const qa = await desk(browser, 'qa');
    for (const check of [one, two, three]) expect(await visitsOf(qa, check), `visits of ${check}`).toBe(1);
    await qa.goto(`/today/${one}`);
    await expect(qa.locator('table#visits tbody tr').first()).toContainText('6');
    await phone.close();
  });
}

test('an answer that is lost is no second visit', async ({ browser }) => {
  const line = new Line();
  const { phone, check } = await signedIn(await line.begin(() => server.port));
  // The server has it, the phone does not know.
  line.loses(new RegExp(`^POST /today/${check} `, 'm'));
  await phone.visit(check, 'moved');
  await expect(phone.page.locator('#phone-new')).toBeVisible();
  await expect(phone.entries()).toHaveCount(1);
  expect(line.lost).toBeGreaterThan(0);
  const qa = await desk(browser, 'qa');
  expect(await visitsOf(qa, check)).toBe(1);
  line.loses();
  await phone.page.locator('#phone-send').click();
  await expect(phone.entries()).toHaveCount(0);
  expect(await visitsOf(qa, check)).toBe(1);
  await phone.close();
  line.end();
});

test('what somebody else closed meanwhile is shown, and stays until it is removed', async ({ browser }) => {
  const { phone, check } = await signedIn();
  await phone.offline(true);
  await phone.visit(check, 'found', '4');
  await expect(phone.entries()).toHaveCount(1);

  const qa = await desk(browser, 'qa');
  await qa.goto(`/today/${check}`);
  const give = qa.locator('form:has(select[name=monitor])').first();
  await give.locator('select[name=monitor]').selectOption({ label: 'Monitor second' });
  for (const reason of await give.locator('[name=comment]').all()) await reason.fill('The first one is on leave');
  await give.locator('button').first().click();
  await expect(qa.locator('#done')).toBeVisible();
  const second = await desk(browser, 'second');
  await second.goto(`/today/${check}`);
  await second.locator('select[name=found]').selectOption('demolished');
  await second.locator('form#visit button[type=submit]').click();
  await expect(second.locator('#done')).toBeVisible();

  await phone.offline(false);
  await phone.page.goto('/today');
  const entry = phone.page.locator(`#phone-entries > li[data-entry="${check}"]`);
  await expect(entry).toHaveAttribute('data-state', 'refused', { timeout: 60_000 });
  await expect(entry).toContainText('Monitor second');
  await expect(phone.page.locator('#phone-send')).toBeHidden();
  await entry.locator('summary').click();
  await expect(entry.locator('dl')).toContainText('4');
  await picture(phone.page, 'offline-refused');
  await expectAccessible(phone.page);
  await phone.page.reload();
  await expect(entry).toHaveCount(1);
  phone.page.once('dialog', (dialog) => dialog.accept());
  await entry.locator('.phone-remove').click();
  await expect(entry).toHaveCount(0);
  expect(await visitsOf(qa, check)).toBe(1);
  await phone.close();
});

test('a form that cannot be as it was entered opens again, filled in', async ({ browser }) => {
  const { phone, check } = await signedIn();
  await phone.offline(true);
  await phone.visit(check, 'found', '99');
  await expect(phone.entries()).toHaveCount(1);
  await phone.offline(false);
  await phone.page.goto('/today');
  const entry = phone.page.locator(`#phone-entries > li[data-entry="${check}"]`);
  await expect(entry).toHaveAttribute('data-state', 'wrong', { timeout: 60_000 });
  await entry.locator('.phone-correct').click();
  const form = phone.page.locator('form#visit');
  await expect(form.locator('input[name=household_size]')).toHaveValue('99');
  await form.locator('input[name=household_size]').fill('9');
  await phone.page.locator('#take-place').click();
  await expect(form.locator('input[name=latitude]')).toHaveValue('31.520400');
  await form.locator('button[type=submit]').click();
  await expect(phone.page.locator('#done')).toBeVisible();
  await expect(phone.entries()).toHaveCount(0);
  expect(await visitsOf(await desk(browser, 'qa'), check)).toBe(1);
  await phone.close();
});

test('a mistake with a network comes back filled in, and a button that is pressed twice is one visit', async ({ browser }) => {
  const { phone, check } = await signedIn();
  await phone.visit(check, 'found', '99');
  const form = phone.page.locator('form#visit');
  await expect(form.locator('input[name=household_size]')).toHaveValue('99');
  await expect(phone.page.locator('.phone-problems')).not.toBeEmpty();
  await form.locator('input[name=household_size]').fill('7');
  await form.evaluate((element) => {
    (element as HTMLFormElement).requestSubmit();
    (element as HTMLFormElement).requestSubmit();
  });
  await expect(form).toHaveCount(0);
  await phone.page.goto('/today');
  await expect(phone.page.locator(`[data-check="${check}"]`)).toHaveCount(0);
  await expect(phone.entries()).toHaveCount(0);
  expect(await visitsOf(await desk(browser, 'qa'), check)).toBe(1);
  await phone.close();
});

test('on a shared phone the next person reads nothing, and nothing is lost', async ({ browser }) => {
  const { phone, check } = await signedIn();
  await phone.offline(true);
  await phone.visit(check, 'found', '5');
  await expect(phone.entries()).toHaveCount(1);
  // Signing out asks first.
  await phone.page.locator('#sign-out button').click();
  await expect(phone.page.locator('dialog#unsent')).toContainText('wait on this phone: 1');
  await picture(phone.page, 'offline-unsent');
  await phone.page.locator('dialog#unsent button[value=stay]').click();
  await expect(phone.entries()).toHaveCount(1);
  await phone.page.locator('#sign-out button').click();
  await phone.page.locator('dialog#unsent button[value=leave]').click();
  await expect(phone.page.locator('h1').first()).toContainText('No network');
  await phone.page.goto('/today');
  await expect(phone.page.locator('h1').first()).toContainText('No network');
  expect(await readable(phone.page)).toEqual({ pages: [], key: false, plain: false });

  // The network is back: the server hears of the sign-out before anything else.
  await phone.offline(false);
  await phone.page.goto('/today');
  await expect(phone.page.locator('form[action="/sign-in"]')).toBeVisible();
  await fillSignIn(phone.page, 'second', password);
  await expect(phone.page.locator('form[action="/sign-out"]').first()).toBeAttached();
  await phone.page.goto('/today');
  await expect(phone.page.locator('#phone-locked')).toContainText('1');
  await expect(phone.entries()).toHaveCount(0);
  await phone.page.locator('#sign-out button').click();
  await expect(phone.page.locator('form[action="/sign-in"]')).toBeVisible();

  // Whose it is sends it.
  await enter(phone.page, 'first');
  await phone.page.goto('/today');
  await expect(phone.page.locator(`[data-check="${check}"]`)).toHaveCount(0, { timeout: 25_000 });
  await expect(phone.entries()).toHaveCount(0);
  expect(await visitsOf(await desk(browser, 'qa'), check)).toBe(1);
  await phone.close();
});

// What a person at the phone could read of another: kept pages, a key, entries that are not locked.
function readable(page: Page) {
  return page.evaluate(async () => {
    const pages = (await caches.keys()).filter((name) => name.startsWith('pages-'));
    const rows = (name: string) =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = indexedDB.open('fieldwatch');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const all = request.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => resolve(all.result);
        };
      });
    const people = (await rows('person')) as { key?: unknown }[];
    const entries = (await rows('entries')) as Record<string, unknown>[];
    const plain = entries.some((entry) => Object.keys(entry).sort().join() !== 'body,id,iv,mark');
    return { pages, key: people.some((person) => person.key !== undefined), plain };
  });
}
