// Runs the *.test.mjs files beside it, two at a time (each starts a browser, which its tests share), and ends with node's count of the tests. Arguments
// are words: only the files with one of them in their names are run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && (words.length === 0 || words.some((word) => name.includes(word))))
  // The longest first, so that it is not the last one to end.
  .sort((a, b) => (b === 'views.test.mjs') - (a === 'views.test.mjs') || a.localeCompare(b))
  .map((name) => join(here, name));
if (files.length === 0) {
  console.error(`No test file in tests/e2e/ has ${words.join(' or ')} in its name.`);
  process.exit(1);
}

run({ files, concurrency: 2 })
  .on('test:fail', () => { process.exitCode = 1; })
  .compose(new spec())
  .pipe(process.stdout);
