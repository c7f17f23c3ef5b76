// Runs the soak from its sources, bundled, as the conformance harness is.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}node_modules/.cache/batchwise/soak.mjs`;
const bundle = await rolldown({ input: `${root}test/soak/main.ts`, cwd: root, platform: 'node', logLevel: 'warn' });
await bundle.write({ file: out, format: 'esm', codeSplitting: false });
await bundle.close();

const { status } = spawnSync(process.execPath, [out, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
