// Runs the conformance harness from its sources: bundled, so that a clone needs no build of its own for it.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
// A name of its own: several may run at once, from several checkouts that share their packages.
const out = `${root}node_modules/.cache/batchwise/conformance-${process.pid}.mjs`;
const bundle = await rolldown({
  input: `${root}test/conformance/harness/main.ts`,
  cwd: root,
  platform: 'node',
  logLevel: 'warn',
});
await bundle.write({ file: out, format: 'esm', codeSplitting: false });
await bundle.close();

const { status } = spawnSync(process.execPath, ['--stack-size=4000', out, ...process.argv.slice(2)], { stdio: 'inherit' });
rmSync(out);
process.exitCode = status ?? 1;
