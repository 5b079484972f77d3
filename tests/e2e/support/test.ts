// The `test` of every file here: a page that must stay silent.
import { test as base, expect, type Locator, type Page } from '@playwright/test';

type Silence = {
  // Console errors that a test brings about on purpose, such as the answer to a wrong password.
  expectedErrors: RegExp[];
};

export const test = base.extend<Silence>({
  expectedErrors: [[], { option: true }],

  page: async ({ page, baseURL, expectedErrors }, use) => {
    const heard: string[] = [];
    const hear = (what: string) => {
      if (!expectedErrors.some((expected) => expected.test(what))) heard.push(what);
    };
    page.on('console', (message) => {
      if (message.type() === 'error') hear(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => hear(`script: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 500) hear(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      // A field office's line, and a household's privacy: nothing is fetched from anyone else.
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(baseURL!).origin) hear(`asks elsewhere: ${origin}`);
    });
    // The browser's own words for it differ from version to version.
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`Content-Security-Policy violated: ${event.effectiveDirective} by ${event.blockedURI} in ${event.sourceFile}`);
      });
    });
    await use(page);
    expect(heard, 'the page reported errors').toEqual([]);
  },
});

export { expect };
export type { Locator, Page };
