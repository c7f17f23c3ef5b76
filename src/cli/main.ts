#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import type { AuthorNewOptions } from './commands/authorNew.js';
import type { BreakOptions } from './commands/break.js';
import type { CheckOptions } from './commands/check.js';
import type { ExploreOptions } from './commands/explore.js';
import type { GradeOptions } from './commands/grade.js';
import type { LearnOptions } from './commands/learn.js';
import type { RunOptions } from './commands/run.js';
import type { SandboxOptions } from './commands/sandbox.js';
import type { ShotOptions } from './commands/shot.js';
import { meant, UsageError } from './UsageError.js';

declare const __VERSION__: string;

const worker = new URL('./worker.js', import.meta.url);
const gradeWorker = new URL('./gradeWorker.js', import.meta.url);
const workers = { worker, gradeWorker };
const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

// Commands are loaded when they are called: `--help` should cost no more than commander.

/** `batchwise` alone: the lessons at a terminal; L0, step by step as plain lines, anywhere else. */
async function start(): Promise<number> {
  const [{ learn }, { findLesson }, { continueAt, listItems, startAt }] = await Promise.all([
    import('./commands/learn.js'),
    import('./target.js'),
    import('./commands/list.js'),
  ]);
  if (!process.stdout.isTTY || !process.stdin.isTTY) return learn(workers, findLesson('00'));
  const tui = await import('../tui/index.js');
  let last: string | undefined;
  for (;;) {
    const items = listItems();
    const chosen = await tui.runLessonList(items, process, last ?? continueAt(items));
    if (chosen === undefined) return 0;
    last = chosen;
    await learn(workers, findLesson(chosen), startAt(chosen));
  }
}

function commandLine(done: (code: number) => void): Command {
  const program = new Command('batchwise')
    .description('A teaching sandbox for Spark Streaming and Kafka in which time is simulated.')
    .version(typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0')
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', '\nWithout a command: the list of lessons at a terminal, lesson 00 as plain lines otherwise.')
    .allowExcessArguments(true)
    .action(async () => {
      const [unknown] = program.args;
      if (unknown !== undefined) {
        const names = program.commands.map((each) => each.name());
        throw new UsageError(`There is no command "${unknown}".${meant(unknown, names)} \`batchwise --help\` shows all.`);
      }
      done(await start());
    });
  program
    .command('learn')
    .description('step through a lesson on the screen')
    .argument('<lesson>', 'number or name: 05, word-count')
    .option('--at <event>', 'open at this event; the key y shows the number')
    .option('--plain', 'lines instead of a screen; at a terminal, a dialog')
    .option('--json', 'the steps as JSON, one a line')
    .option('--ascii', 'no signs beyond ASCII')
    .option('--theme <dark or light>', 'which background the terminal has', readTheme)
    .action(async (name: string, { at, ...options }: { at?: string } & Omit<LearnOptions, 'at'>) => {
      const event = readAt(at);
      const [{ learn }, { findLesson }] = await Promise.all([import('./commands/learn.js'), import('./target.js')]);
      done(await learn(workers, findLesson(name), { ...options, ...(event === undefined ? {} : { at: event }) }));
    });
  program
    .command('shot')
    .description('write one frame of a lesson as text or as a picture (SVG)')
    .argument('<lesson>', 'number or name')
    .option('--at <event>', 'the event; the first step unless said')
    .option('--size <columns x rows>', 'size of the screen', '120x40')
    .option('--stage <kind>', 'what the stage shows: flow, windows, queue, state, cores, receivers, cluster, offsets')
    .option('--keys <keys>', 'keys pressed before: "4 down w"')
    .option('--out <file>', 'file.svg or file.txt; standard output unless said')
    .option('--ascii', 'no signs beyond ASCII')
    .option('--theme <dark or light>', 'which background the picture is for', readTheme)
    .action(async (name: string, { at, ...options }: { at?: string } & Omit<ShotOptions, 'at'>) => {
      const event = readAt(at);
      const { shot } = await import('./commands/shot.js');
      done(await shot(workers, name, { ...options, ...(event === undefined ? {} : { at: event }) }));
    });
  program
    .command('run')
    .description('run a lesson or a program and print what Spark prints')
    .argument('<lesson or program>', 'number or name of a lesson, or a file such as ./words.ts')
    .option('--script <file>', 'what happens when: input, faults, restarts')
    .option('--seed <text>', 'what chance depends on')
    .option('--set <key=value>', 'a Spark property, cost.*, net.*; may be repeated', collect, [])
    .option(
      '--feed <:port=file>',
      'what nc sends on a port: a text file, or - for standard input; @20/s for 20 lines a second',
      collect,
      [],
    )
    .option('--until <time>', 'virtual time at which the run ends: 10s')
    .option('--json', 'print a summary of the run as JSON')
    .option('--trace <file>', 'write every event as a line of JSON')
    .option('--verify', 'run twice and compare byte by byte')
    .action(async (name: string, options: RunOptions) => {
      const { run } = await import('./commands/run.js');
      done(await run(worker, name, options));
    });
  program
    .command('explore')
    .description('run a lesson or a program under many faults, and say what breaks')
    .argument('<lesson or program>', 'number or name of a lesson, or a file such as ./words.ts')
    .option('--seeds <count>', 'fault plans to draw', '50')
    .option('--sweep', 'crash before and after every effect instead')
    .option('--host <name>', 'with --sweep: who crashes', 'driver')
    .option('--check <names>', 'only these: lost,duplicated,reordered,never-read,stale-result,…')
    .option('--stop-at <count>', 'end after so many broken runs')
    .option('--script <file>', 'the input; its own faults are left out')
    .option('--seed <text>', 'what chance in the program depends on')
    .option('--set <key=value>', 'a Spark property, cost.*, net.*; may be repeated', collect, [])
    .option('--until <time>', 'virtual time at which the run without faults ends: 10s')
    .option('--json', 'as JSON')
    .action(async (name: string, options: ExploreOptions) => {
      const { exploreCommand } = await import('./commands/explore.js');
      done(await exploreCommand(gradeWorker, name, options));
    });
  program
    .command('break')
    .description("break a lesson's program on purpose: write the faults that do it")
    .argument('<lesson>', 'number or name')
    .argument('[script]', 'your faults, a line each; - for standard input; without it the task is shown')
    .option('--experiment <name>', 'which one, when the lesson has several')
    .option('--json', 'as JSON')
    .action(async (name: string, script: string | undefined, options: BreakOptions) => {
      const { breakCommand } = await import('./commands/break.js');
      done(await breakCommand(gradeWorker, name, script, options));
    });
  program
    .command('replay')
    .description('open a run that was saved or shared, on the screen')
    .argument('<file or code>', 'a saved run, or a code that begins with bw1-')
    .option('--at <event>', 'open at this event')
    .option('--plain', 'as lines, without a screen')
    .action(async (name: string, options: { at?: string; plain?: boolean }) => {
      const at = readAt(options.at);
      const { replay } = await import('./commands/replay.js');
      done(await replay(worker, name, { ...(at === undefined ? {} : { at }), plain: options.plain === true }));
    });
  program
    .command('check')
    .description('grade your work on an exercise; begins it when there is none')
    .argument('[exercise]', 'number or name of its lesson; the one you worked on last')
    .option('--watch', 'again on every save')
    .option('--all', 'every exercise that you have begun')
    .option('--json', 'as JSON')
    .action(async (name: string | undefined, options: CheckOptions) => {
      const { check } = await import('./commands/check.js');
      done(await check(gradeWorker, name, options));
    });
  program
    .command('hint')
    .description('show the next hint for an exercise')
    .argument('<exercise>', 'number or name of its lesson')
    .argument('[task]', 'one of its tasks')
    .action(async (name: string, task: string | undefined) => {
      const { hint } = await import('./commands/exercise.js');
      done(hint(name, task));
    });
  program
    .command('solution')
    .description('show the solution of an exercise, explained')
    .argument('<exercise>', 'number or name of its lesson')
    .option('--yes', 'without asking')
    .action(async (name: string, options: { yes?: boolean }) => {
      const { solution } = await import('./commands/exercise.js');
      done(await solution(name, options));
    });
  program
    .command('reset')
    .description('put the start of an exercise back')
    .argument('<exercise>', 'number or name of its lesson')
    .option('--yes', 'without asking')
    .action(async (name: string, options: { yes?: boolean }) => {
      const { reset } = await import('./commands/exercise.js');
      done(await reset(name, options));
    });
  program
    .command('progress')
    .description('export, merge or reset what is known about your progress')
    .argument('<action>', 'export, merge or reset')
    .argument('[file or lesson]', 'merge: an exported file, or - for standard input; reset: one lesson only')
    .action(async (action: string, argument: string | undefined) => {
      const { progress } = await import('./commands/progress.js');
      done(progress(action, argument));
    });
  program
    .command('sandbox')
    .description('play in an empty world')
    .argument('[template]', 'words, window or state; or a saved run, its code, a program', 'words')
    .option('--input <file>', 'lines to type, a second apart, and script lines that begin with @; - for standard input')
    .option('--add <line>', 'a line of script: "@2s driver crash"; may be repeated', collect, [])
    .option('--set <key=value>', 'a Spark property, cost.*, net.*; may be repeated', collect, [])
    .option('--seed <text>', 'what chance depends on')
    .option('--save <file>', 'write the run, or with a name that ends in .script its script, and open nothing')
    .option('--share', 'print the command that opens it anywhere, and open nothing')
    .option('--plain', 'as lines, without a screen')
    .action(async (name: string, options: SandboxOptions) => {
      const { sandbox } = await import('./commands/sandbox.js');
      done(await sandbox(worker, name, options));
    });
  program
    .command('grade')
    .description('grade a class: a folder with a folder for each student')
    .argument('<folder>', "submissions, as the learners' folders or only the files")
    .option('--salt <secret>', 'what the final seeds are made from')
    .option('--exercise <lesson>', 'only this one; may be repeated', collect, [])
    .option('--out <folder>', 'where results.json, junit.xml, class.csv and report.txt go', '.')
    .action(async (folder: string, options: GradeOptions) => {
      const { gradeCommand } = await import('./commands/grade.js');
      done(await gradeCommand(gradeWorker, folder, options));
    });
  const author = program.command('author').description('check and calibrate lessons that you write');
  author
    .command('new')
    .description('make a lesson to begin with')
    .argument('<name>', 'what it is called: late-records')
    .option('--in <folder>', 'where its folder goes; the lessons of batchwise unless said')
    .action(async (name: string, options: AuthorNewOptions) => {
      const { authorNew } = await import('./commands/authorNew.js');
      done(await authorNew(worker, name, options));
    });
  author
    .command('record')
    .description('make a lesson of a saved run')
    .argument('<file or code>', 'what sandbox or check saved, or a code that begins with bw1-')
    .argument('<name>', 'what it is called: late-records')
    .option('--in <folder>', 'where its folder goes; the lessons of batchwise unless said')
    .action(async (file: string, name: string, options: AuthorNewOptions) => {
      const { authorRecord } = await import('./commands/authorNew.js');
      done(await authorRecord(worker, file, name, options));
    });
  author
    .command('check')
    .description('say what has to be repaired in lessons and exercises')
    .argument('[lessons...]', 'numbers, names or folders; all unless said')
    .option('--seeds <count>', 'seeds for the solution and for each mutant', '200')
    .action(async (names: readonly string[], options: { seeds?: string }) => {
      const { authorCheck } = await import('./commands/author.js');
      done(await authorCheck(gradeWorker, names, options));
    });
  author
    .command('calibrate')
    .description('print on which share of seeds each mutant fails')
    .argument('[lessons...]', 'numbers or names; all unless said')
    .option('--seeds <count>', 'seeds for each mutant', '200')
    .action(async (names: readonly string[], options: { seeds?: string }) => {
      const { authorCalibrate } = await import('./commands/author.js');
      done(await authorCalibrate(gradeWorker, names, options));
    });
  program
    .command('list')
    .description('print all lessons')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { list } = await import('./commands/list.js');
      done(list(options));
    });
  program
    .command('doctor')
    .description('check what batchwise needs, and print the fix')
    .action(async () => {
      const { doctor } = await import('./commands/doctor.js');
      done(await doctor(worker));
    });
  for (const each of [...program.commands, ...author.commands]) each.exitOverride().showSuggestionAfterError(true);
  return program;
}

function readTheme(text: string): 'dark' | 'light' {
  if (text !== 'dark' && text !== 'light') throw new UsageError(`--theme ${text}: expected dark or light.`);
  return text;
}

function readAt(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--at ${text}: expected the number of an event, such as 131.`);
  return Number(text);
}

/** @returns the exit code: 0, 1 for a program that failed, 2 for a command that cannot be understood */
async function main(): Promise<number> {
  let code = 0;
  try {
    await commandLine((result) => {
      code = result;
    }).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    if ((error as { code?: unknown } | null)?.code === 'LESSON') {
      process.stderr.write(`${(error as Error).message}\n`);
      return 1;
    }
    throw error;
  }
}

// The reader of a pipe may go away: `batchwise run 05 | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main();
