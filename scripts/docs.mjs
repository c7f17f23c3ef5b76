// `npm run docs`: writes the pages of docs/ that are made from definitions in src/. A test says when they are out of date.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = mkdtempSync(join(root, '.docs-'));
try {
  const build = await rolldown({
    input: join(root, 'src/sim/fault/faultsPage.ts'),
    cwd: root,
    platform: 'node',
    logLevel: 'warn',
  });
  await build.write({ dir: out, format: 'esm', entryFileNames: 'faults.mjs' });
  await build.close();
  const { faultsPage } = await import(pathToFileURL(join(out, 'faults.mjs')).href);
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/faults.md'), faultsPage());
} finally {
  rmSync(out, { recursive: true, force: true });
}
