// A threshold is changed: what is typed wrong is said, what it would do is shown, and what was saved is on record.
import { expectAccessible } from '../support/axe.ts';
import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

// Each project changes a threshold of its own: they do it at the same time, in one survey.
const own = [
  { check: 'sync_lag', threshold: 'late_h', value: '49', unit: 'h' },
  { check: 'duration_long', threshold: 'long_min', value: '181', unit: 'min' },
  { check: 'fix_time_mismatch', threshold: 'away_min', value: '11', unit: 'min' },
  { check: 'gps_poor_accuracy', threshold: 'info_m', value: '51', unit: 'm' },
];

test('a threshold is typed, previewed by tehsil, saved, and stands in the history with who and why', async ({ page }, info) => {
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  const { check, threshold, value, unit } = own[place];
  await signIn(page, 'qa');
  await page.goto(`/checks/${check}`);
  const form = page.locator(`#${threshold}-change`);
  await press(form.locator('summary'));
  await form.locator('input[name=value]').fill('-5');
  await form.locator('select[name=setting]').selectOption('rural');
  await form.locator('input[name=reason]').fill('<b>Roads</b> are long');
  await press(form.locator('button[type=submit]'));
  // Refused, with what was typed.
  await expect(form.locator('[role=alert]')).toContainText('must be a number from');
  await expect(form.locator('input[name=value]')).toHaveValue('-5');
  await expect(form.locator('input[name=reason]')).toHaveValue('<b>Roads</b> are long');
  await expect(form.locator('select[name=setting]')).toHaveValue('rural');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, 'threshold-refused');

  await form.locator('input[name=value]').fill(value);
  await press(form.locator('button[type=submit]'));
  await expect(page).toHaveURL(new RegExp(`/checks/${check}/previews/\\d+$`));
  const save = page.locator('#preview-decision button[value=save]');
  const saved = page.locator('#threshold-notice');
  // It may still be worked out, and the others' changes may make it say nothing any more: then it is asked for again.
  for (let tries = 0; tries < 20 && !(await saved.isVisible()); tries++) {
    await page.waitForLoadState('load');
    if (await save.isVisible()) {
      await expect(page.locator('#preview-total')).toContainText('flags now');
      await expectNoSidewaysScroll(page);
      await press(save);
    } else if (await page.locator('#preview-outdated').isVisible()) {
      await picture(page, 'preview-outdated');
      await press(page.locator('#preview-outdated + p a'));
    } else if (await page.locator('#preview-stage').isVisible()) {
      await press(page.locator('a.button', { hasText: 'See how far it is' }));
    } else if (await form.isVisible()) {
      await press(form.locator('button[type=submit]'));
    }
    await page.waitForLoadState('load');
  }
  await expect(saved).toContainText('Saved.');
  await expect(page.locator('table#thresholds tbody tr', { hasText: 'rural', hasNotText: 'urban' })).toContainText(`${value} ${unit}`);
  const change = page.locator('table#threshold-history tbody tr').first();
  await expect(change).toContainText(`not set → ${value} ${unit}`);
  await expect(change).toContainText('<b>Roads</b> are long');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, 'threshold-saved');
});

test('a preview shows its numbers, and one that is discarded changes nothing', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/checks/odd_hours');
  const form = page.locator('#from_min-change');
  await press(form.locator('summary'));
  await form.locator('input[name=value]').fill('09:00');
  await form.locator('input[name=reason]').fill('To see');
  await press(form.locator('button[type=submit]'));
  for (let tries = 0; tries < 20 && (await page.locator('#preview-stage').isVisible()); tries++) {
    await press(page.locator('a.button', { hasText: 'See how far it is' }));
    await page.waitForLoadState('load');
  }
  await expect(page.locator('table#preview-tehsils tbody tr').first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, 'preview');
  const discard = page.locator('#preview-decision button[value=discard]');
  if (await discard.isVisible()) {
    await press(discard);
    await expect(page.locator('#threshold-notice')).toContainText('Nothing was changed');
  }
  await page.goto('/checks/odd_hours');
  await expect(page.locator('table#threshold-history')).toHaveCount(0);
});
