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

/// Signs in by the form, as a person would, and ends on the page that sign-in leads to.
export async function signIn(page: Page, person: Person) {
  await page.goto('/sign-in');
  await fillSignIn(page, person, password);
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();
}
