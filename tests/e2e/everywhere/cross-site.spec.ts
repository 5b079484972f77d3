// What another site may do with a browser that is signed in here: nothing.
import { elsewhere } from '../support/elsewhere.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

// What is refused here is refused aloud: the browser says so, and another origin is asked on purpose.
test.use({ expectedErrors: [/./] });

test('forms of another site are refused and change nothing', async ({ page, baseURL }) => {
  await signIn(page, 'leadership');
  const forms = [
    `<form id="lang" method="post" action="${baseURL}/language"><input name="lang" value="ur"><button>Win</button></form>`,
    `<form id="out" method="post" action="${baseURL}/sign-out"><button>Win</button></form>`,
    `<form id="text" method="post" enctype="text/plain" action="${baseURL}/sign-out"><button>Win</button></form>`,
  ];
  const site = await elsewhere(forms.join(''));
  for (const origin of site.origins) {
    for (const form of ['#lang', '#out', '#text']) {
      await page.goto(origin);
      const answer = page.waitForResponse((response) => response.url().startsWith(`${baseURL}/`));
      await press(page.locator(`${form} button`));
      expect((await answer).status(), `${form} from ${origin}`).toBe(403);
    }
  }
  await site.close();
  await page.goto('/coverage');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();
});

test('another site cannot show a page of ours in a frame of its own', async ({ page, baseURL }) => {
  await signIn(page, 'leadership');
  const site = await elsewhere(`<iframe src="${baseURL}/coverage" width="900" height="700"></iframe>`);
  for (const origin of site.origins) {
    const asked = page.waitForRequest((request) => request.url() === `${baseURL}/coverage`);
    await page.goto(origin);
    await asked;
    await page.waitForLoadState('load');
    const frame = page.frameLocator('iframe');
    await expect(frame.locator('form, main, table')).toHaveCount(0);
  }
  await site.close();
});

test('a link from another site is followed with the session, for looking alone', async ({ page, baseURL }) => {
  await signIn(page, 'leadership');
  const site = await elsewhere(`<a href="${baseURL}/coverage">Look at coverage</a>`);
  for (const origin of site.origins) {
    await page.goto(origin);
    await press(page.locator('a'));
    await expect(page.locator('#coverage-table')).toBeVisible();
  }
  await site.close();
});
