// Builds dist/: the command line, the worker that runs programs, the engine as a library, and (loaded only when a screen is drawn) the TUI.
// Bundled, because a start through many small files costs several times as much (performance.md, section 6).
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const withTypes = !process.argv.includes('--no-types');
rmSync(`${root}dist`, { recursive: true, force: true });

const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const entries = {
  'cli/main': 'src/cli/main.ts',
  'cli/worker': 'src/cli/worker.ts',
  'cli/gradeWorker': 'src/cli/gradeWorker.ts',
  'engine/index': 'src/engine/index.ts',
};
const input = Object.fromEntries(
  Object.entries(entries)
    .filter(([, file]) => existsSync(root + file))
    .map(([name, file]) => [name, root + file]),
);

/** Ink's optional connection to the React developer tools: never used, and expensive to load. */
const withoutDevtools = {
  name: 'without-devtools',
  resolveId: (id) => (id === 'react-devtools-core' ? '\0devtools' : null),
  load: (id) => (id === '\0devtools' ? 'export default { initialize() {}, connectToDevTools() {} };' : null),
};

const bundle = await rolldown({
  input,
  cwd: root,
  platform: 'node',
  plugins: [withoutDevtools],
  transform: {
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', __VERSION__: JSON.stringify(version) },
  },
  logLevel: 'warn',
});
await bundle.write({
  dir: `${root}dist`,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  minify: false,
  sourcemap: false,
});
await bundle.close();
if (existsSync(`${root}dist/cli/main.js`)) chmodSync(`${root}dist/cli/main.js`, 0o755);

if (withTypes) {
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], {
    stdio: 'inherit',
  });
}
