// Links and buttons, with and without JavaScript.
import { test, type Locator } from './test.ts';

/// Clicks; without JavaScript, presses Enter instead. A click waits until the target stands still, which is measured in
/// animation frames, and a page without scripts does not always get any: the test would wait for ever.
export async function press(target: Locator) {
  if (test.info().project.use.javaScriptEnabled === false) {
    await target.focus();
    await target.press('Enter');
  } else {
    await target.click();
  }
}
