import { soak } from './soak.js';

// `npm run soak -- --seeds N [--from K]`: N random fault plans over the programs of programs.ts, each run twice.
const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) return fallback;
  const value = Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 0) {
    process.stderr.write(`--${name}: expected a whole number, such as --${name} 1000\n`);
    process.exit(2);
  }
  return value;
};

const started = performance.now();
const report = soak(option('seeds', 1000), option('from', 0), (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} plans\x1b[K`);
});
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
const list = (counts: ReadonlyMap<string, number>) => [...counts].map(([key, n]) => `${key} ${n}`).join(', ');
const failures = [
  ['digest mismatches', report.mismatches],
  ['uncaught exceptions', report.exceptions],
  ['runs that ended without a reason', report.unexplained],
  ['plans in which a source with storage lost a record', report.lost],
] as const;
process.stdout.write(`${report.plans} plans, ${report.runs} runs in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
process.stdout.write(`ends: ${list(report.ends)}\nfaults that took effect: ${list(report.faults)}\n`);
for (const [what, found] of failures) {
  process.stdout.write(`${found.length} ${what}\n`);
  for (const each of found.slice(0, 3)) process.stdout.write(`${each.replace(/^/gm, '    ')}\n`);
}
process.exitCode = failures.some(([, found]) => found.length > 0) ? 1 : 0;
