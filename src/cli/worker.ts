import { parentPort, workerData } from 'node:worker_threads';
import { loadProgram, loadSqlEngine } from '../classroom/index.js';
import { storesUsedBy } from '../sim/store/storeSettings.js';
import { SettingError, World } from '../sim/World.js';
import { problemOf } from './problemOf.js';
import type { LogText, RunRequest, WorkerMessage } from './protocol.js';

/** Activations between two looks at the clock. */
const slice = 500;
/** How often what was printed goes out; also the sign of life that the watchdog waits for. In ms. */
const reportEvery = 50;

const port = parentPort as NonNullable<typeof parentPort>;
const send = (message: WorkerMessage): void => port.postMessage(message);

/** Runs the program of `request` to its end, in this thread, and says what it prints as it prints it. */
async function run(request: RunRequest): Promise<void> {
  const { main } = loadProgram(request.program, request.programName);
  const stores = request.settings.stores ?? storesUsedBy(request.program).join(',');
  const sql = stores.split(',').includes('mysql') ? await loadSqlEngine() : undefined;
  const world = new World({
    program: main,
    script: request.script,
    seed: request.seed,
    settings: stores === '' ? request.settings : { ...request.settings, stores },
    sql,
    trace: request.trace,
  });
  let lines: string[] = [];
  let log: LogText[] = [];
  world.onConsoleLine = (text) => lines.push(text);
  world.onLogLine = (level, logger, message, detail) => {
    if (level !== 'INFO') log.push({ level, text: `${level} ${logger}: ${message}${detail === undefined ? '' : `\n${detail}`}` });
  };
  const report = (): void => {
    send({ kind: 'progress', at: world.kernel.now / 1000, lines, log });
    lines = [];
    log = [];
  };
  let last = performance.now();
  let going = true;
  while (going) {
    for (let i = 0; going && i < slice; i++) going = world.step();
    if (going && performance.now() - last < reportEvery) continue;
    report();
    last = performance.now();
  }
  const end = world.kernel.end ?? { kind: 'done', reason: 'nothing is left to do' };
  const problem = world.error === undefined ? undefined : problemOf(world.error, request.programName);
  send({
    kind: 'done',
    end,
    parts: world.log.toParts(),
    ...(world.provenance === undefined ? {} : { provenance: world.provenance.toParts() }),
    ...(problem === undefined ? {} : { problem }),
  });
}

try {
  await run(workerData as RunRequest);
} catch (error) {
  const request = workerData as RunRequest;
  send({ kind: 'refused', problem: problemOf(error, request.programName), usage: error instanceof SettingError });
}
