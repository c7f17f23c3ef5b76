// Runs the conformance harness from its sources: bundled, so that a clone needs no build of its own for it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}node_modules/.cache/batchwise/conformance.mjs`;
const bundle = await rolldown({
  input: `${root}test/conformance/harness/main.ts`,
  cwd: root,
  platform: 'node',
  logLevel: 'warn',
});
await bundle.write({ file: out, format: 'esm', codeSplitting: false });
await bundle.close();

const { status } = spawnSync(process.execPath, ['--stack-size=4000', out, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
