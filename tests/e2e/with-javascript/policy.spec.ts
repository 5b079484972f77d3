// What scripts may do: those of another site with us, and those that would ever get into a page of ours.
import { elsewhere } from '../support/elsewhere.ts';
import { signIn } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test.use({ expectedErrors: [/./] });

test('a script of another site reads nothing of ours', async ({ page, baseURL }) => {
  await signIn(page, 'leadership');
  const site = await elsewhere('<img id="picture">');
  for (const origin of site.origins) {
    await page.goto(origin);
    for (const path of ['/coverage', '/coverage/PB01/coverage.csv', '/api/v1/coverage', '/favicon.svg']) {
      for (const mode of ['cors', 'no-cors'] as const) {
        const heard = await page.evaluate(
          ([address, how]) =>
            fetch(address, { credentials: 'include', mode: how as RequestMode }).then(
              (answer) => `an answer: ${answer.type}`,
              () => 'refused',
            ),
          [`${baseURL}${path}`, mode],
        );
        expect(heard, `${mode} ${path} from ${origin}`).toBe('refused');
      }
    }
    const wrote = await page.evaluate(
      (address) => fetch(address, { method: 'POST', credentials: 'include', mode: 'no-cors' }).then(() => 'answered', () => 'refused'),
      `${baseURL}/sign-out`,
    );
    expect(wrote).toBe('refused');
  }
  await site.close();
  await page.goto('/coverage');
  await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached();
});

test('nothing inline runs or paints, and the test of every page would hear it', async ({ page }) => {
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  await page.goto('/sign-in');
  const did = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const place = document.createElement('div');
    place.innerHTML = '<p style="color: rgb(1, 2, 3)">a</p><img src="data:image/gif;base64,x" onerror="window.ran = true">';
    document.body.append(place);
    await new Promise((waited) => setTimeout(waited, 300));
    return {
      ran: 'ran' in window,
      painted: getComputedStyle(place.querySelector('p')!).color === 'rgb(1, 2, 3)',
    };
  });
  expect(did).toEqual({ ran: false, painted: false });
  const violated = heard.filter((text) => text.startsWith('Content-Security-Policy violated: ')).join('\n');
  for (const part of ['script-src-elem', 'style-src-attr', 'img-src']) expect(violated).toContain(part);
});
