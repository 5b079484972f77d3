// usage: node shots.mjs person outdir path...
import { chromium } from 'playwright';
const [person, out, ...paths] = process.argv.slice(2);
const base = process.env.BASE_URL;
const langs = (process.env.LANGS ?? 'en,ur').split(',');
const widths = (process.env.WIDTHS ?? '360,1440').split(',').map(Number);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const width of widths) for (const lang of langs) {
  const js = process.env.NOJS ? false : true;
  const ctx = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: js, colorScheme: process.env.DARK ? 'dark':'light' });
  const page = await ctx.newPage();
  page.on('pageerror', e => console.log('pageerror', e.message)); page.on('console', m => m.type()==='error' && console.log('console', m.text()));
  await page.goto(base + '/sign-in');
  await page.fill('form[action="/sign-in"] input[name=username]', person);
  await page.fill('form[action="/sign-in"] input[name=password]', 'fieldwatch-demo');
  await page.click('form[action="/sign-in"] button[type=submit]');
  await page.waitForLoadState('load');
  if (lang === 'ur') { await page.click('form[action="/language"] button[value=ur], form[action="/language"] button').catch(e=>console.log(e.message)); await page.waitForLoadState('load'); }
  if (process.env.PRINT) await page.emulateMedia({ media: 'print' });
  let k = 0;
  for (const path of paths) {
    const r = await page.goto(base + path); await page.waitForLoadState('load');
    const w = await page.evaluate(() => document.documentElement.scrollWidth);
    const name = `${out}/${path.replace(/[^a-z0-9]+/gi,'_').slice(0,40)}-${width}-${lang}${js?'':'-nojs'}${process.env.DARK?'-dark':''}${process.env.PRINT?'-print':''}`;
    console.log(r.status(), path, width, lang, w > width ? 'SIDEWAYS '+w : '', name);
    await page.screenshot({ path: name + '.png', fullPage: true });
    if (process.env.PDF) await page.pdf({ path: name + '.pdf', format: 'A4', preferCSSPageSize: true, printBackground: true });
  }
  await ctx.close();
}
await browser.close();
