// What a phone's layout must not lose: the buttons that a wide bar has room for, and the way on in a lesson.
import { assert, labTest } from './harness.mjs';
import { screen } from './screen.mjs';

const PHONE = { size: [360, 780] };

labTest('the menu has what the bar has no room for', PHONE, async ({ page, open, until, axe, shot }) => {
  const lab = screen(page);
  await open('?scenario=story');
  const item = (name) => lab.top.getByRole('button', { name, exact: true });
  assert.equal(await item('Download').count(), 0, 'the menu is closed');
  await item('More').click();
  await item('切换到中文').waitFor();
  await item('Theme: as the system').waitFor();
  await axe();
  await shot('phone-menu');
  await item('Back to the start').click();
  await until(lab.clock, (clock) => clock.startsWith('00:00:00'));
  await item('Back to the start').waitFor({ state: 'hidden' });
  await item('More').click();
  await item('Download').click();
  await lab.dialog('Download').waitFor();
  await page.keyboard.press('Escape');
  await lab.dialog().waitFor({ state: 'hidden' });
  // A touch beside the menu closes it.
  await item('More').click();
  await item('Download').waitFor();
  await page.mouse.click(100, 500);
  await item('Download').waitFor({ state: 'hidden' });
});

for (const size of [[360, 780], [320, 640]]) {
  labTest(`a lesson's buttons are in sight in every step at ${size.join('×')}`, { size }, async ({ page, open }) => {
    const lab = screen(page);
    await open('?lesson=overtaken');
    const inSight = (name) => lab.lesson.getByRole('button', { name, exact: true }).evaluate((button) => {
      const box = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    });
    const steps = ['A group has just stopped', 'Let two minutes pass', 'The group stopped. Retention did not.'];
    for (const [title, on] of [[steps[0], 'Run'], [steps[1], 'Next'], [steps[2], 'Run']]) {
      await lab.lesson.getByRole('heading', { name: title }).waitFor();
      assert.ok(await inSight(on), `"${on}" is out of sight in "${title}"`);
      assert.ok(await inSight('Back'), `"Back" is out of sight in "${title}"`);
      if (title !== steps[2]) await lab.lesson.getByRole('button', { name: on, exact: true }).click();
    }
  });
}

labTest('another lab opens on its queues, whichever tab was open', PHONE, async ({ page, open }) => {
  const lab = screen(page);
  await open('?scenario=story');
  await page.getByRole('navigation').getByRole('button', { name: 'Groups' }).click();
  await lab.actors.waitFor();
  await lab.openEntry(/^Offsets/);
  await lab.recording.waitFor();
  await lab.recording.getByRole('button', { name: 'To the end' }).click();
  await lab.lanes().first().waitFor();
});

labTest('the legend is a bar as wide as the screen, below which the cards pass', { size: [390, 700] }, async ({ page, open }) => {
  await open('?scenario=story');
  const legend = page.locator('summary').getByText('How to read this picture');
  await legend.waitFor();
  const over = await legend.evaluate((summary) => {
    const fold = summary.closest('details');
    const { top, height } = fold.getBoundingClientRect();
    return Array.from({ length: 13 }, (_, i) => fold.contains(document.elementFromPoint(i * 32 + 2, top + height / 2)));
  });
  assert.ok(over.every(Boolean), `no card shows beside it: ${over}`);
});
