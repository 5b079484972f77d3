// An account from its invitation to its end: link, passphrase, second factor, sign-in by code, sessions.
import { createHmac } from 'node:crypto';
import { expectAccessible } from '../support/axe.ts';
import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { fillSignIn, signIn, signOut, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test, type Page } from '../support/test.ts';

const passphrase = 'violet harbour lantern';

/// What an authenticator app shows (RFC 6238), so many steps from now.
function code(secret: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of secret.replaceAll(' ', '')) bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function look(page: Page, name: string) {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, name);
}

test('somebody is invited, chooses a passphrase, sets up a second factor and ends a session', async ({ page, browser, baseURL }, info) => {
  // Each project invites somebody of its own: all share one demo.
  const username = `amina-${info.project.name}-${Date.now()}`;
  await signIn(page, 'admin');
  await page.goto('/people');
  await expect(page.locator('#people')).toContainText('District coordinator, Attock');
  await look(page, 'people');
  await press(page.locator('#invite-link'));
  await look(page, 'people-invite');
  await page.locator('#username').fill(username);
  await page.locator('#display-name').fill('Amina Khan');
  await page.locator('#role').selectOption('tehsil_monitor');
  await page.locator('#area').fill('PB0101');
  await page.locator('#reason').fill('New in the team');
  await press(page.locator('#invite button[type=submit]'));
  const link = await page.locator('#link').innerText();
  expect(link).toMatch(/^http:\/\/[^/]+\/invitation\/[0-9a-f]{64}$/);
  await look(page, 'people-link');
  await press(page.locator('main a[href^="/people/"]'));
  await expect(page.locator('#person-facts')).toContainText('invited, link until');
  await look(page, 'person');
  await signOut(page);

  await page.goto(new URL(link).pathname);
  await expect(page.locator('h1')).toHaveText('Choose your passphrase');
  await look(page, 'invitation');
  await page.locator('#new').fill('too short');
  await page.locator('#again').fill('too short');
  await press(page.locator('#choose button[type=submit]'));
  await expect(page.getByRole('alert')).toContainText('at least 15 characters');
  await page.locator('#new').fill(passphrase);
  await page.locator('#again').fill(passphrase);
  await press(page.locator('#choose button[type=submit]'));
  await expect(page.locator('#chosen')).toBeVisible();

  await fillSignIn(page, username, passphrase);
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();
  await page.goto('/account');
  await look(page, 'account');
  await page.locator('#factor-action').selectOption('set_up');
  await page.locator('#factor-password').fill(passphrase);
  await press(page.locator('#factor button[type=submit]'));
  const secret = await page.locator('#secret').innerText();
  await expect(page.locator('svg.qr')).toBeVisible();
  await look(page, 'second-factor');
  await page.locator('#code').fill(code(secret));
  await press(page.locator('#set-up button[type=submit]'));
  await expect(page.locator('#recovery-codes li')).toHaveCount(10);
  await look(page, 'recovery-codes');
  const recovery = await page.locator('#recovery-codes code').first().innerText();
  await press(page.locator('#go-on'));
  await expect(page.locator('#factor')).toContainText('Recovery codes left: 10');
  await signOut(page);

  // By the app's next code; and by a recovery code on another browser.
  await page.goto('/sign-in');
  await fillSignIn(page, username, passphrase);
  await expect(page.locator('h1')).toHaveText('Your code');
  await look(page, 'code');
  await page.locator('#code').fill(code(secret, 1));
  await press(page.locator('#code-form button[type=submit]'));
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();

  const elsewhere = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: info.project.use.javaScriptEnabled });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await fillSignIn(other, username, passphrase);
  await other.locator('#code').fill(recovery);
  await press(other.locator('#code-form button[type=submit]'));
  await expect(other.locator('form[action="/sign-out"]').first()).toBeAttached();

  await page.goto('/account');
  await expect(page.locator('#sessions tbody tr')).toHaveCount(2);
  await press(page.locator('#end-others button'));
  await expect(page.locator('#done')).toBeVisible();
  await expect(page.locator('#sessions tbody tr')).toHaveCount(1);
  await other.goto('/coverage');
  await expect(other.locator('form[action="/sign-in"]')).toBeVisible();
  await elsewhere.close();
});

test('people are searched for by name, and no address tells what was typed', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/people');
  const typed = await page.locator('#people tbody th bdi').first().innerText();
  await page.locator('#q').fill(typed);
  await press(page.locator('#filters button[type=submit]'));
  await expect(page.locator('#people tbody th').filter({ hasText: typed })).not.toHaveCount(0);
  await expect(page.locator('#q')).toHaveValue(typed);
  expect(page.url()).toMatch(/\/people$/);
  await look(page, 'people-searched');
  // What is chosen without words stands in the address, as everywhere.
  await page.locator('#q').fill('');
  await page.locator('#role').selectOption('csu');
  await press(page.locator('#filters button[type=submit]'));
  await expect(page).toHaveURL(/\/people\?role=csu$/);
});

test('the pages read from right to left in Urdu', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/account');
  await turnToUrdu(page);
  for (const path of ['/people', '/people/monitor', '/people/invite', '/account']) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expectNoSidewaysScroll(page);
  }
  await picture(page, 'account-ur');
});
