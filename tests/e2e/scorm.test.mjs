// A SCORM package in a learning management system (scorm-again): score, pass, bookmark, answers with the wrong ideas behind them, and going on.
// And its manifest, which scorm-again does not read. Not here: how the page decides what is right.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { scormPackages } from '../../scripts/release/scorm.mjs';
import { zipped } from '../../scripts/release/zip.mjs';
import { DIST, assert, labTest, untilMounted } from './harness.mjs';
import { screen } from './screen.mjs';

const { unzipSync } = createRequire(join(process.env.RELEASE_MODULES, 'x.js'))('fflate');
const SYSTEM = join(process.env.RELEASE_MODULES, 'scorm-again/dist/scorm12.min.js');
// Moodle's limits (mod/scorm/datamodels/scorm_12.js), which scorm-again does not hold one to.
const IDENTIFIER = /^[\x21-\x7E]{0,255}$/;
const TIMESPAN = /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/;

const course = JSON.parse(await readFile(join(DIST, 'lessons/course.json'), 'utf8'));
let packages;
before(async () => { packages = await scormPackages(DIST, '0.0.0'); });
const packageOf = (id) => packages.find(({ name }) => name.includes(`-${id}-scorm12`));

/** The address of a system that has the package, and begins it with what was saved. */
async function systemWith(id, { serving, folder }) {
  const dir = await folder();
  for (const [name, bytes] of Object.entries(unzipSync(zipped(packageOf(id).files)))) {
    await mkdir(dirname(join(dir, 'package', name)), { recursive: true });
    await writeFile(join(dir, 'package', name), bytes);
  }
  await cp(SYSTEM, join(dir, 'scorm12.min.js'));
  await writeFile(join(dir, 'index.html'), '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,"><script src="scorm12.min.js"></script><script src="system.js"></script></head><body></body></html>');
  await writeFile(join(dir, 'system.js'), `window.begin = (saved) => {
    window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
    if (saved) API.loadFromJSON(saved, '');
    const frame = Object.assign(document.createElement('iframe'), { src: 'package/scorm.html', width: 1200, height: 760, title: 'package' });
    document.body.append(frame);
  };
  window.end = () => { document.querySelector('iframe').remove(); return JSON.parse(JSON.stringify(API.cmi)); };`);
  return (await serving({ dir, base: '/lms/' })).url;
}

async function launch(page, url, saved) {
  await page.goto(url);
  await page.evaluate((cmi) => window.begin(cmi), saved);
  const outer = page.frameLocator('iframe');
  const inner = outer.frameLocator('iframe');
  await inner.locator('#offset-lab, h1').first().waitFor();
  return inner;
}

const cmi = (page) => page.evaluate(() => JSON.parse(JSON.stringify(window.API.cmi)));
const listOf = (array) => array.childArray ?? Object.values(array);
const answersOf = ({ interactions }) => listOf(interactions);

labTest('a lesson: score, pass, bookmark, answers, and going on where it was left', async ({ page, until, shot, serving, folder }) => {
  const url = await systemWith('lesson.new-group', { serving, folder });
  let lab = screen(await launch(page, url));
  const step = (title) => lab.lesson.getByRole('heading', { name: title }).waitFor();
  const press = (name) => lab.lesson.getByRole('button', { name, exact: true }).click();
  await step('Ten messages, and a group without progress');
  assert.equal((await cmi(page)).core.lesson_status, 'incomplete');
  await press('Next');
  await step('Where does it begin?');
  await lab.lesson.getByRole('spinbutton').fill('0');
  await press('Run');
  await step('The first client');
  const wrong = await until(async () => answersOf(await cmi(page)), (all) => all.length === 1);
  assert.deepEqual([wrong[0].id, wrong[0].type, wrong[0].student_response, wrong[0].result], ['new-group.2', 'choice', 'a', 'wrong']);
  assert.equal(listOf(wrong[0].objectives)[0].id, 'page-start');
  await shot('scorm-lesson');

  // The learner goes, and comes back later to the same browser.
  const left = await page.evaluate(() => window.end());
  assert.equal(left.core.exit, 'suspend');
  assert.match(left.core.session_time, TIMESPAN);
  assert.ok(left.suspend_data.length <= 4096);
  const noted = () => page.evaluate(() => JSON.parse(localStorage.getItem('offset-lab:learned:new-group')));
  assert.deepEqual([left.core.lesson_location, Number(left.core.score.raw)], [String((await noted()).step + 1), 0]);
  const { lesson_status: status, lesson_location: location, score } = left.core;
  lab = screen(await launch(page, url, { core: { lesson_status: status, lesson_location: location, score }, suspend_data: left.suspend_data }));
  await step('The first client');

  // To the end: the task is solved, and the last question is answered right.
  await press('Next');
  await step('Ten messages not delivered');
  await press('Next');
  await step('late needs the ten');
  await lab.details.getByRole('button', { name: 'Reset offset' }).click();
  await lab.dialog().getByRole('radio', { name: 'Min', exact: true }).check();
  await lab.confirm(/^Reset/);
  await lab.play();
  await lab.lesson.getByRole('status').filter({ hasText: 'Done' }).waitFor();
  await press('Next');
  await lab.lesson.getByRole('radio', { name: 'those stored before it came' }).check();
  const done = await until(() => cmi(page), (now) => now.core.lesson_status === 'passed');
  const own = await noted();
  assert.deepEqual([own.done, own.right, own.asked], [true, 1, 2]);
  assert.deepEqual([done.core.score.raw, done.core.score.min, done.core.score.max].map(Number), [50, 0, 100], 'the score is the page’s');
  // What was told before is not told again.
  const told = answersOf(done);
  assert.deepEqual(told.map(({ id, type, student_response: given, result }) => [id, type, given, result]), [
    ['new-group.5', 'performance', 'solved', 'correct'],
    ['new-group.6', 'choice', 'a', 'correct'],
  ]);
  for (const one of [...wrong, ...told]) {
    assert.match(one.id, IDENTIFIER);
    assert.match(one.time, /^\d{2}:\d{2}:\d{2}$/);
  }
  assert.equal((await page.evaluate(() => window.end())).core.exit, '');

  // Somebody else on the same machine begins at the beginning.
  lab = screen(await launch(page, url));
  await step('Ten messages, and a group without progress');
  const other = await cmi(page);
  assert.deepEqual([other.core.lesson_status, other.core.score.raw, answersOf(other).length], ['incomplete', '', 0]);
});

labTest('a course: what was done elsewhere is known, and the page and the system agree', async ({ page, until, shot, serving, folder }) => {
  const url = await systemWith('course.consumer-progress', { serving, folder });
  // What is suspended has room for every lesson at its fullest.
  const lessons = course.modules.flatMap((module) => module.lessons);
  const fullest = [99, 99, 99, 99, 99, 1, course.misconceptions.map((_, at) => at), 100];
  assert.ok(JSON.stringify({ l: 'x'.repeat(14), n: Object.fromEntries(lessons.map(({ id }) => [id, fullest])) }).length <= 4096);
  const suspend = JSON.stringify({ l: 'somebody', n: { address: [5, 6, 2, 2, 0, 1, []], 'max-is-next': [3, 10, 0, 1, 0, 0, [0]] } });
  const frame = await launch(page, url, { core: { lesson_status: 'incomplete' }, suspend_data: suspend });
  await frame.locator('[data-lesson=address][data-state~=done]').waitFor();
  await frame.locator('[data-lesson=max-is-next][data-state~=begun]').waitFor();
  const now = await until(() => cmi(page), ({ core }) => core.score.raw !== '');
  assert.equal(Number(now.core.score.raw), 67);
  await shot('scorm-course');
  await frame.locator('[data-lesson=reading-deletes-nothing] .go').click();
  await screen(frame).lesson.waitFor();
  const there = await until(() => cmi(page), ({ core }) => core.lesson_location.startsWith('reading-deletes-nothing'));
  assert.equal(there.core.lesson_location, 'reading-deletes-nothing.1');
  assert.ok(JSON.parse(there.suspend_data).n['reading-deletes-nothing']);
});

labTest('without a system the lesson runs, and says that nothing is reported', async ({ page, until, serving, folder }) => {
  const url = await systemWith('lesson.address', { serving, folder });
  await page.goto(`${url}package/scorm.html`);
  await page.getByText('No learning management system was found').waitFor();
  await untilMounted(await until(() => page.frames()[1]));
  await page.waitForLoadState('networkidle');
});

test('each package has a whole manifest at its root', () => {
  assert.ok(packages.length > 30);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (const { name, files } of packages) {
    const xml = decoder.decode(files['imsmanifest.xml']);
    assert.ok(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>'), `${name}: a byte order mark, or no declaration`);
    // Every element is closed by its own name, and no sign is left that XML forbids.
    const open = [];
    const rest = xml.replace(/<\?.*?\?>/, '').replace(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/?)>/g, (_, end, element, __, empty) => {
      if (end) assert.equal(open.pop(), element, name);
      else if (!empty) open.push(element);
      return '';
    });
    assert.deepEqual(open, [], name);
    assert.doesNotMatch(rest, /[<>]|&(?!amp;|lt;|gt;|quot;)/, name);
    assert.match(xml, /<schema>ADL SCORM<\/schema><schemaversion>1\.2<\/schemaversion>/);
    const listed = [...xml.matchAll(/<file href="([^"]+)"\/>/g)].map((match) => match[1]);
    assert.deepEqual(listed.sort(), Object.keys(files).filter((file) => file !== 'imsmanifest.xml').sort(), name);
    const [, href] = /adlcp:scormtype="sco" href="([^"]+)"/.exec(xml);
    assert.ok(files[href], `${name}: ${href}`);
    const [, item] = /identifierref="([^"]+)"/.exec(xml);
    assert.ok(xml.includes(`<resource identifier="${item}"`), name);
  }
});
