import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** The checkout's folder, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a program from its sources: bundled, so that a clone needs no build of its own for it. The arguments of this process are handed on, and it
 * exits as the program does.
 * @param name of the bundle. @param entry below the checkout's folder. @param flags for Node
 */
export async function runBundled(name, entry, flags = []) {
  // A name of its own: several may run at once, from several checkouts that share their packages.
  const out = `${root}node_modules/.cache/batchwise/${name}-${process.pid}.mjs`;
  const bundle = await rolldown({ input: root + entry, cwd: root, platform: 'node', logLevel: 'warn' });
  await bundle.write({ file: out, format: 'esm', codeSplitting: false });
  await bundle.close();
  const { status } = spawnSync(process.execPath, [...flags, out, ...process.argv.slice(2)], { stdio: 'inherit' });
  rmSync(out);
  process.exitCode = status ?? 1;
}
