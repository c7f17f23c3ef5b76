import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { sideBySide } from './compare.js';
import { type CaseResult, readCases, recordedFiles, runCase } from './run.js';

/** How many cases of a file that do not agree are named. */
const shownOthers = 10;

interface Options {
  readonly dir: string;
  readonly only?: string;
  readonly show?: string;
}

const program = new Command('npm run conformance --')
  .description('Executes recorded cases of real Spark and Kafka with the engine and compares exactly.')
  .option('--dir <dir>', 'folder with recordings', 'test/conformance/recordings')
  .option('--only <text>', 'only files or cases whose name contains this text')
  .option('--show <case>', 'show expected and actual of this case beside each other')
  .parse();
const { dir, only, show } = program.opts<Options>();

if (!existsSync(dir)) {
  process.stderr.write(`There is no folder ${dir}.\n`);
  process.exit(2);
}
process.exitCode = show === undefined ? compareAll() : showCase(show);

function compareAll(): number {
  let agree = 0;
  let total = 0;
  for (const { name, path } of recordedFiles(dir)) {
    const cases = readCases(path).filter((each) => only === undefined || name.includes(only) || each.name.includes(only));
    if (cases.length === 0) continue;
    const others: CaseResult[] = [];
    cases.forEach((each, i) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${name} ${i + 1}/${cases.length}\x1b[K`);
      const result = runCase(each);
      if (!result.agrees) others.push(result);
    });
    const agreed = cases.length - others.length;
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    process.stdout.write(`${name} ${agreed} of ${cases.length}\n`);
    for (const { recorded, problem } of others.slice(0, shownOthers)) {
      process.stdout.write(`  ${recorded.name}: ${problem?.split('\n')[0] ?? 'differs'}\n`);
    }
    if (others.length > shownOthers) process.stdout.write(`  and ${others.length - shownOthers} more\n`);
    agree += agreed;
    total += cases.length;
  }
  process.stdout.write(`${agree} of ${total} cases agree\n`);
  if (total === 0) process.stderr.write(`No case in ${dir} matches.\n`);
  return total > 0 && agree === total ? 0 : 1;
}

function showCase(wanted: string): number {
  const found = recordedFiles(dir).flatMap(({ name, path }) =>
    readCases(path)
      .filter((each) => each.name === wanted && (only === undefined || name.includes(only)))
      .map((each) => ({ name, each })),
  );
  if (found.length === 0) {
    process.stderr.write(`No case is named ${wanted}.\n`);
    return 2;
  }
  let agrees = true;
  for (const { name, each } of found) {
    const result = runCase(each);
    agrees &&= result.agrees;
    process.stdout.write(`${name}: ${each.name} ${result.agrees ? 'agrees' : 'does not agree'}\n`);
    if (result.problem !== undefined) process.stdout.write(`${result.problem}\n`);
    if (result.outcome === undefined) continue;
    const rows = sideBySide(result.outcome.expected, result.outcome.actual, process.stdout.columns ?? 160);
    process.stdout.write(`${rows.join('\n')}\n`);
  }
  return agrees ? 0 : 1;
}
