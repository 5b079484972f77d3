// What a person sees, on a phone and on a desk, with JavaScript on and off.
//
// `cargo xtask test` starts a demo server and tells its address (BASE_URL), the demo's password (DEMO_PASSWORD),
// the browser's program (CHROMIUM), and for tests with a server of their own the program (FIELDWATCH) and its files (SITE).
// By hand: start `cargo xtask demo`, set them, `npx playwright test`.
import { defineConfig } from '@playwright/test';

const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };

// Every page is complete without JavaScript; what only an island can do is tested where it runs.
const withJavaScript = ['everywhere/**/*.spec.ts', 'with-javascript/**/*.spec.ts'];
const withoutJavaScript = ['everywhere/**/*.spec.ts'];

export default defineConfig({
  testDir: '.',
  outputDir: 'output/failures',
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes the second time has found something all the same.
  retries: 0,
  workers: 2,
  // Generous: on two busy cores with an unoptimised server, axe on four pages takes most of a minute.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
    locale: 'en-GB',
    timezoneId: 'Asia/Karachi',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // What works without a network is a phone's.
    { name: 'desktop', testMatch: withJavaScript, testIgnore: 'with-javascript/offline.spec.ts', use: desktop },
    { name: 'phone', testMatch: withJavaScript, use: phone },
    { name: 'desktop-no-js', testMatch: withoutJavaScript, use: { ...desktop, javaScriptEnabled: false } },
    { name: 'phone-no-js', testMatch: withoutJavaScript, use: { ...phone, javaScriptEnabled: false } },
  ],
});
