// `npm run bench [-- --only=P1,P8] [-- --rounds=N]`: the goals of the project's performance document, each as a ratio measured side by side in
// one run. Nothing here is a test: figures depend on the machine, ratios much less.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { measure, median, ratio } from './harness.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..');
const built = join(root, 'node_modules/.cache/batchwise/bench');
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option('only')?.split(',');
const rounds = Number(option('rounds') ?? 9);

if (!existsSync(join(here, 'node_modules'))) {
  process.stderr.write('Installing the libraries that the benches compare with …\n');
  execFileSync('npm', ['install', '--prefix', here, '--ignore-scripts'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** In place of the two modules that know Spark's order of keys: the order of insertion, for P4. */
const insertionOrder = {
  name: 'insertion-order',
  load(id) {
    const identity = 'const order = new Int32Array(count); for (let i = 0; i < count; i++) order[i] = i; return order;';
    if (/jvm.slotOrder\.ts$/.test(id)) return `export function slotOrder(count) { ${identity} }`;
    if (/jvm.sortedPositions\.ts$/.test(id)) return `export function sortedPositions(values, count) { ${identity} }`;
    return undefined;
  },
};

/** Bundles the benches with the product from src/, so that what is measured is what is there. */
async function bundle() {
  mkdirSync(built, { recursive: true });
  const names = ['wordcount', 'stream', 'effect', 'kernel', 'trace', 'state'];
  const input = Object.fromEntries(names.map((name) => [name, join(here, `${name}.bench.ts`)]));
  await bundleInto(input, []);
  await bundleInto({ 'wordcount-insertion': join(here, 'wordcount.bench.ts') }, [insertionOrder]);
}

async function bundleInto(input, plugins) {
  const build = await rolldown({ input, plugins, cwd: root, platform: 'node', logLevel: 'warn' });
  await build.write({ dir: built, format: 'esm', entryFileNames: '[name].mjs' });
  await build.close();
}
const module = (name) => pathToFileURL(join(built, `${name}.mjs`)).href;

const rows = [];
/** Prints and keeps one figure; `met` compares it with the goal. */
function report(id, what, figure, goal, met) {
  const row = { id, what, figure: typeof figure === 'number' ? figure.toFixed(2) : figure, goal, met };
  rows.push(row);
  process.stdout.write(
    `${id.padEnd(4)} ${what.padEnd(62)} ${String(row.figure).padStart(8)}   goal ${goal.padEnd(10)} ${met ? 'met' : 'NOT MET'}\n`,
  );
}
const throughput = (results, of, baseline) => 1 / ratio(results, of, baseline).median;
const wanted = (...ids) => only === undefined || ids.some((id) => only.includes(id));

async function wordCounts() {
  if (wanted('P1', 'P2')) {
    for (const [keys, goal] of [
      [1000, 0.6],
      [100_000, 0.5],
    ]) {
      const results = await measure({
        module: module('wordcount'),
        variants: ['bare', 'batchwise'],
        params: { words: 1_000_000, keys },
        rounds,
      });
      report(
        'P1',
        `word count, 1e6 words, ${keys} keys: throughput of a bare Map loop`,
        throughput(results, 'batchwise', 'bare'),
        `>= ${goal}x`,
        throughput(results, 'batchwise', 'bare') >= goal,
      );
      const after = await measure({
        module: module('wordcount'),
        variants: ['bare', 'batchwise after others'],
        params: { words: 1_000_000, keys },
        rounds,
      });
      const figure = throughput(after, 'batchwise after others', 'bare');
      const floor = keys === 1000 ? 0.5 : 0.45;
      report('P2', `the same after five other programs, ${keys} keys`, figure, `>= ${floor}x`, figure >= floor);
    }
  }
  if (wanted('P3')) {
    for (const [perBatch, goal] of [
      [10, 0.15],
      [100, 0.3],
      [1000, 0.4],
    ]) {
      const results = await measure({
        module: module('wordcount'),
        variants: ['bare', 'batchwise'],
        params: { words: 200_000, keys: 1000, perBatch },
        rounds,
      });
      const figure = throughput(results, 'batchwise', 'bare');
      report('P3', `micro-batches of ${perBatch} lines: throughput of the bare loop`, figure, `>= ${goal}x`, figure >= goal);
    }
  }
}

async function orders() {
  if (!wanted('P4')) return;
  for (const keys of [1000, 100_000]) {
    const results = await measure({
      variants: [
        { name: 'spark', module: module('wordcount'), variant: 'batchwise' },
        { name: 'insertion', module: module('wordcount-insertion'), variant: 'batchwise' },
      ],
      params: { words: 1_000_000, keys },
      rounds,
    });
    const figure = ratio(results, 'spark', 'insertion').median;
    report('P4', `Spark's order of keys, ${keys} keys: time of insertion order`, figure, '<= 1.25x', figure <= 1.25);
  }
}

async function states() {
  if (wanted('P9')) {
    const slide = async (variant, windowSeconds) => {
      const params = { keys: 1000, touched: 1000, batches: 20, windowSeconds };
      return measure({ module: module('state'), variants: [variant], params, rounds: 5, warmup: 1, heapMiB: 4000 });
    };
    const time = (results, variant) => median(results.get(variant).cpuMs);
    const short = time(await slide('window with inverse', 10), 'window with inverse');
    const long = time(await slide('window with inverse', 600), 'window with inverse');
    const without = time(await slide('window', 600), 'window');
    report('P9', 'window with inverse, 600 slides long: time of one 10 long', long / short, '<= 1.5x', long / short <= 1.5);
    report('P9', 'the same: speed relative to no inverse', without / long, '>= 30x', without / long >= 30);
  }
  if (wanted('P10')) {
    for (const keys of [10_000, 100_000]) {
      const params = { keys, touched: keys / 100, batches: 40 };
      const results = await measure({
        module: module('state'),
        variants: ['in place', 'mapWithState'],
        params,
        rounds: 5,
        warmup: 1,
      });
      const figure = ratio(results, 'mapWithState', 'in place').median;
      report('P10', `mapWithState, ${keys} keys, 1 % touched: time of a table in place`, figure, '<= 2.5x', figure <= 2.5);
    }
    const params = { keys: 100_000, touched: 1000, batches: 20 };
    const results = await measure({
      module: module('state'),
      variants: ['mapWithState', 'updateStateByKey'],
      params,
      rounds: 3,
      warmup: 1,
    });
    const figure = ratio(results, 'updateStateByKey', 'mapWithState').median;
    report('P10', 'updateStateByKey, 1e5 keys: time of mapWithState', figure, '>= 30x', figure >= 30);
  }
}

/** A batch of a million records: it must not overflow the stack, nor need more than a GiB. */
async function bigBatches() {
  if (!wanted('memory')) return;
  for (const variant of ['collect', 'groupByKey', 'window', 'print']) {
    const results = await measure({
      module: module('state'),
      variants: [`million ${variant}`],
      params: {},
      rounds: 1,
      warmup: 0,
      heapMiB: 1024,
    });
    const { rssMiB } = results.get(`million ${variant}`);
    report('memory', `1e6 records in one batch, ${variant}: MiB`, rssMiB, '<= 1024', rssMiB <= 1024);
  }
}

async function streams() {
  const tumbling = { seconds: 600, perSecond: 100, wordsPerLine: 10, windowSeconds: 1 };
  if (wanted('P5')) {
    const results = await measure({
      module: module('stream'),
      variants: ['batchwise', 'rxjs bufferTime', 'rxjs windowTime'],
      params: tumbling,
      rounds,
    });
    for (const [peer, goal] of [
      ['rxjs bufferTime', 1],
      ['rxjs windowTime', 3],
    ]) {
      const figure = ratio(results, peer, 'batchwise').median;
      report('P5', `tumbling 1 s count: speed relative to ${peer}`, figure, `>= ${goal}x`, figure >= goal);
    }
    const seconds = 60;
    const effect = await measure({ module: module('effect'), variants: ['effect'], params: { ...tumbling, seconds }, rounds: 5 });
    const own = await measure({ module: module('stream'), variants: ['batchwise'], params: { ...tumbling, seconds }, rounds: 5 });
    const figure = median(effect.get('effect').cpuMs) / median(own.get('batchwise').cpuMs);
    report('P5', 'tumbling 1 s count: speed relative to Effect on its test clock', figure, '>= 6x', figure >= 6);
  }
  if (wanted('P6')) {
    const results = await measure({
      module: module('stream'),
      variants: ['batchwise', 'rxjs bufferTime'],
      params: { ...tumbling, windowSeconds: 5 },
      rounds,
    });
    const figure = ratio(results, 'rxjs bufferTime', 'batchwise').median;
    report('P6', '5 s windows sliding by 1 s: speed relative to rxjs', figure, '>= 1.5x', figure >= 1.5);
  }
  if (wanted('P7')) {
    const hour = { seconds: 3600, perSecond: 1000, wordsPerLine: 1, windowSeconds: 1 };
    for (const [trace, goal] of [
      ['off', 3],
      ['events', 5],
    ]) {
      const results = await measure({
        module: module('stream'),
        variants: ['prototype', 'batchwise'],
        params: { ...hour, trace },
        rounds: 3,
        warmup: 1,
        heapMiB: 512,
      });
      const figure = ratio(results, 'batchwise', 'prototype').median;
      report(
        'P7',
        `one virtual hour at 1000 records/s, trace ${trace}: time of the prototype`,
        figure,
        `<= ${goal}x`,
        figure <= goal,
      );
      const { rssMiB } = results.get('batchwise');
      report('P7', `  its memory (MiB), trace ${trace}`, rssMiB, '<= 512', rssMiB <= 512);
      if (trace === 'events') {
        const off = await measure({
          module: module('stream'),
          variants: ['batchwise'],
          params: { ...hour, trace: 'off' },
          rounds: 3,
          warmup: 1,
        });
        const slower = median(results.get('batchwise').cpuMs) / median(off.get('batchwise').cpuMs);
        report('P11', 'the same run with the trace on: time of a run with it off', slower, '<= 1.6x', slower <= 1.6);
      }
    }
  }
}

/** What it costs to know where every record came from, beside a recording with what partitions held. */
async function provenance() {
  if (!wanted('P11')) return;
  const minutes = { seconds: 300, perSecond: 1000, wordsPerLine: 1, windowSeconds: 5 };
  const cpu = {};
  for (const trace of ['detail', 'provenance']) {
    const results = await measure({
      module: module('stream'),
      variants: ['batchwise'],
      params: { ...minutes, trace },
      rounds: 3,
      warmup: 1,
    });
    cpu[trace] = median(results.get('batchwise').cpuMs);
  }
  const slower = cpu.provenance / cpu.detail;
  report('P11', 'a run that notes where records came from: time of one with detail', slower, '<= 3x', slower <= 3);
}

async function kernels() {
  if (!wanted('P8')) return;
  for (const [pending, goal] of [
    [1000, 0.8],
    [1_000_000, 3],
  ]) {
    const results = await measure({
      module: module('kernel'),
      variants: ['heap of objects', 'batchwise'],
      params: { pending, events: 200_000 },
      rounds,
    });
    const figure = throughput(results, 'batchwise', 'heap of objects');
    report('P8', `event queue, ${pending} pending: throughput of a heap of objects`, figure, `>= ${goal}x`, figure >= goal);
  }
  const events = 20_000;
  const results = await measure({
    module: module('kernel'),
    variants: ['batchwise', 'rxjs'],
    params: { pending: 1000, events },
    rounds: 5,
    inner: 3,
  });
  const figure = ratio(results, 'rxjs', 'batchwise').median;
  report('P8', 'event queue, 1000 pending: speed relative to rxjs', figure, '>= 50x', figure >= 50);
}

async function traces() {
  if (!wanted('P11')) return;
  const results = await measure({
    module: module('trace'),
    variants: ['typed columns', 'batchwise'],
    params: { events: 1_000_000 },
    rounds,
  });
  const figure = ratio(results, 'batchwise', 'typed columns').median;
  report('P11', 'trace: time of bare typed columns', figure, '<= 2x', figure <= 2);
  const bytes = results.get('batchwise').check;
  report('P11', 'trace: bytes kept per event', bytes, '<= 32', bytes <= 32);
  const digest = await measure({
    module: module('trace'),
    variants: ['batchwise'],
    params: { events: 1_000_000, digest: true },
    rounds,
  });
  const added = median(digest.get('batchwise').cpuMs) / median(results.get('batchwise').cpuMs);
  report('P11', 'trace with digest: time of the trace without', added, '<= 2x', added <= 2);
}

/** CPU time of a whole process, in ms; start-up goals are about what a learner waits for. */
function cpuOf(command, input) {
  const before = process.resourceUsage();
  void before;
  const started = performance.now();
  const { status, stderr } = spawnSync(command[0], command.slice(1), {
    input: input ?? '',
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function startUps() {
  if (!wanted('P12', 'P13', 'P14', 'P15')) return;
  const folder = mkdtempSync(join(tmpdir(), 'batchwise-bench-'));
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  const cli = join(root, 'dist/cli/main.js');
  const node = process.execPath;
  const cases = {
    plain: [node, empty],
    help: [node, cli, '--help'],
    list: [node, cli, 'list'],
    run: [node, cli, 'run', '08'],
    frame: [node, cli, 'learn', '08', '--at', '20'],
  };
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < Math.max(rounds, 11); round++)
    for (const [name, command] of Object.entries(cases)) times[name].push(cpuOf(command));
  const relative = (name) => median(times[name].map((ms, round) => ms / times.plain[round]));
  report('P12', '--help: time of plain node start', relative('help'), '<= 1.3x', relative('help') <= 1.3);
  report('P12', 'list of lessons: time of plain node start', relative('list'), '<= 1.3x', relative('list') <= 1.3);
  report('P13', 'run a lesson without the screen: time of plain node start', relative('run'), '<= 2x', relative('run') <= 2);
  report('P14', 'first frame: time of plain node start', relative('frame'), '<= 5x', relative('frame') <= 5);
  rmSync(folder, { recursive: true, force: true });
}

await bundle();
await wordCounts();
await orders();
await streams();
await states();
await bigBatches();
await kernels();
await provenance();
await traces();
startUps();
const missed = rows.filter((row) => !row.met);
process.stdout.write(`\n${rows.length - missed.length} of ${rows.length} goals met\n`);
