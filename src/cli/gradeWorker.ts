import { parentPort, workerData } from 'node:worker_threads';
import {
  type CallResult,
  type Case,
  freezeDeep,
  hardenRealm,
  loadFunctions,
  loadProgram,
  loadSqlEngine,
} from '../classroom/index.js';
import * as batchwise from '../engine/index.js';
import { isThenable } from '../engine/ports/Process.js';
import { ScriptError } from '../sim/script/ScriptError.js';
import { storesUsedBy } from '../sim/store/storeSettings.js';
import { SettingError, World } from '../sim/World.js';
import type { GradeReply, GradeRequest, GradeThreadData } from './gradeProtocol.js';
import { problemOf } from './problemOf.js';

// A thread that runs one program that nobody trusts, case by case. What it needs of the machine it takes before the realm is hardened.
const port = parentPort as NonNullable<typeof parentPort>;
const { text, name } = workerData as GradeThreadData;

const stores = storesUsedBy(text).join(',');
const sql = stores.split(',').includes('mysql') ? await loadSqlEngine() : undefined;

hardenRealm();
freezeDeep({ ...batchwise });

function answer({ id, given, activations, provenance }: GradeRequest): GradeReply {
  try {
    return given.calls === undefined
      ? { id, ...ran(given, activations, provenance) }
      : { id, kind: 'called', results: called(given.calls) };
  } catch (error) {
    const by = error instanceof ScriptError || error instanceof SettingError ? 'script' : 'program';
    return { id, kind: 'refused', by, problem: problemOf(error, name) };
  }
}

function ran(given: Case, activations: number, provenance: boolean) {
  const { main } = loadProgram(text, name);
  const settings = stores === '' || given.settings?.stores !== undefined ? given.settings : { ...given.settings, stores };
  const world = new World({
    program: main,
    script: given.script ?? '',
    seed: given.seed ?? '0',
    settings: settings ?? {},
    sql,
    trace: provenance ? 'provenance' : 'detail',
    limits: { activations },
  });
  const end = world.run();
  const problem = world.error === undefined ? {} : { problem: problemOf(world.error, name) };
  const origins = world.provenance === undefined ? {} : { provenance: world.provenance.toParts() };
  return { kind: 'ran' as const, parts: world.log.toParts(), end, ...origins, ...problem };
}

function called(calls: NonNullable<Case['calls']>): CallResult[] {
  const found = loadFunctions(text, name);
  return calls.map(({ name: wanted, args }): CallResult => {
    const body = found[wanted];
    if (typeof body !== 'function') return { error: `there is no exported function "${wanted}"` };
    try {
      const value: unknown = body(...(JSON.parse(JSON.stringify(args)) as unknown[]));
      if (isThenable(value)) return { error: `${wanted} returned a promise; it has to return its result` };
      return { value: value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown) };
    } catch (error) {
      const { message, line } = problemOf(error, name);
      return { error: message, ...(line === undefined ? {} : { line }) };
    }
  });
}

/** The columns of a log and of its origins, which nobody here needs any more: handed over, not copied. */
function buffersOf(reply: GradeReply): ArrayBuffer[] {
  if (reply.kind !== 'ran') return [];
  const found = new Set<ArrayBuffer>();
  for (const part of [...reply.parts.columns, reply.provenance ?? {}])
    for (const value of Object.values(part)) if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer);
  return [...found];
}

port.on('message', (request: GradeRequest) => {
  const reply = answer(request);
  port.postMessage(reply, buffersOf(reply));
});
