// `npm test`: every check, one after the other; closes with `N passed, N failed` alone on a line and exits 0 only if nothing failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => [process.execPath, join(root, 'node_modules', path)];
const report = mkdtempSync(join(tmpdir(), 'batchwise-check-'));
const results = join(report, 'vitest.json');

/** Name, command, and how to count it; a step without a count of its own is one check. */
const steps = [
  { name: 'types', command: [...bin('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types without host (engine, sim)', command: [...bin('typescript/bin/tsc'), '-p', 'tsconfig.core.json'] },
  { name: 'lint and format', command: [...bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  {
    name: 'import directions',
    command: [...bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'src'],
  },
  { name: 'build', command: [process.execPath, 'scripts/build.mjs'] },
  {
    name: 'tests',
    command: [...bin('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    count: () => {
      const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, 'utf8'));
      // A file that could not be loaded has no failed test in it, and is one.
      const broken = testResults.filter(
        (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
      );
      return { passed: numPassedTests, failed: numFailedTests + broken.length };
    },
  },
];

let passed = 0;
let failed = 0;
const summary = [];
for (const { name, command, count } of steps) {
  process.stdout.write(`\n— ${name}\n`);
  const started = Date.now();
  const { status } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: 'inherit' });
  let tally = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  if (count !== undefined) {
    try {
      tally = count();
      if (status !== 0 && tally.failed === 0) tally.failed = 1;
      if (tally.passed + tally.failed === 0) tally.failed = 1;
    } catch {
      tally = { passed: 0, failed: 1 };
    }
  }
  passed += tally.passed;
  failed += tally.failed;
  summary.push(`${tally.failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
rmSync(report, { recursive: true, force: true });
process.stdout.write(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
