// The demo's people. What each may see is part of what is tested.
import { press } from './press.ts';
import { expect, type Page } from './test.ts';

export type Person = 'leadership' | 'qa' | 'csu' | 'attock' | 'monitor' | 'admin';

export const password = process.env.DEMO_PASSWORD ?? 'fieldwatch-demo';

export async function fillSignIn(page: Page, username: string, secret: string) {
  const form = page.locator('form[action="/sign-in"]');
  await form.locator('input[name=username]').fill(username);
  await form.locator('input[name=password]').fill(secret);
  await press(form.locator('button[type=submit], button:not([type])'));
}

/// Posts what the form of sign-in posts: the browser is signed in and stays where it is. Nearly every test begins so, and the two pages that
/// a person would see on the way take longer than most of what follows; they are looked at by the tests of signing in.
export async function signIn(page: Page, person: Person) {
  const answer = await page.request.post('/sign-in', {
    form: { username: person, password, next: '/' },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });
  expect(answer.status(), `${person} signs in`).toBe(303);
}

/// Presses a button of the header, which on a narrow screen stands in a menu.
async function pressInHeader(page: Page, selector: string) {
  const button = page.locator(selector).first();
  if (!(await button.isVisible())) await press(page.locator('header summary').first());
  await press(button);
}

// Both end where the button leads: a page that is asked for before would be overtaken by the answer.

export async function signOut(page: Page) {
  await pressInHeader(page, 'form[action="/sign-out"] button');
  await expect(page.locator('form[action="/sign-in"]')).toBeVisible();
}

export async function turnToUrdu(page: Page) {
  await pressInHeader(page, 'form#language button');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
}
