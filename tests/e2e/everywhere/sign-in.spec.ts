import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { fillSignIn, password, signIn, signOut } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('a stranger who asks for coverage is asked to sign in', async ({ page }) => {
  await page.goto('/coverage');
  await expect(page.locator('form[action="/sign-in"]')).toBeVisible();
  await expect(page.locator('#coverage-table')).toHaveCount(0);
  await expectNoSidewaysScroll(page);
  await picture(page, 'sign-in');
});

test('a person signs in and sees their area', async ({ page }) => {
  await page.goto('/sign-in');
  await fillSignIn(page, 'leadership', password);
  await expect(page).toHaveURL(/:\d+\/$/);
  await expect(page.locator('table#ranked')).toBeVisible();
});

test('who signs out is a stranger again', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await signOut(page);
  await page.goto('/coverage');
  await expect(page.locator('form[action="/sign-in"]')).toBeVisible();
});

test.describe('a wrong password', () => {
  test.use({ expectedErrors: [/the server responded with a status of (400|401|403|422)/] });

  test('is told in words, and opens nothing', async ({ page }) => {
    await page.goto('/sign-in');
    await fillSignIn(page, 'leadership', 'not the password');
    await expect(page.getByRole('alert')).toContainText(/password/i);
    await expect(page.locator('input[name=username]')).toHaveValue('leadership');
    await expect(page.locator('input[name=password]')).toHaveValue('');
    expect(page.url()).not.toContain('leadership');
    expect(page.url()).not.toContain('not%20the%20password');
    await picture(page, 'sign-in-wrong');
    await page.goto('/coverage');
    await expect(page.locator('form[action="/sign-in"]')).toBeVisible();
  });

  test('and a name that nobody has are told alike', async ({ page }, info) => {
    // Neither is tried so often by the other tests and projects that it is made to wait.
    await page.goto('/sign-in');
    await fillSignIn(page, 'csu', 'not the password');
    const wrongPassword = await page.getByRole('alert').innerText();
    await page.goto('/sign-in');
    await fillSignIn(page, `nobody-of-${info.project.name}`, 'not the password');
    expect(await page.getByRole('alert').innerText()).toBe(wrongPassword);
  });
});
