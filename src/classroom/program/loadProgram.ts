import { Script } from 'node:vm';
import { transform } from 'sucrase';
import * as batchwise from '../../engine/index.js';
import { ProgramError } from './ProgramError.js';
import { traps } from './traps.js';

/** A learner's program, ready to be run by a world. */
export interface LoadedProgram {
  /** The driver's main; every call begins anew. */
  readonly main: () => unknown;
}

/**
 * Loads a program: TypeScript that imports from `batchwise` only and exports its main as default. Lines stay where they are, so that every error
 * can name one. The module itself is evaluated at each start of the driver, as a JVM would.
 * @param name file name as the learner knows it
 * @throws {ProgramError} what cannot be read, or is no program
 */
export function loadProgram(text: string, name: string): LoadedProgram {
  const script = compile(text, name);
  const exports = evaluate(script, name);
  const main = (exports.default ?? exports.main) as unknown;
  if (typeof main !== 'function') {
    throw new ProgramError('there is no main. Write `export default function* main() { … }`.', name);
  }
  if (main.constructor.name.startsWith('Async')) {
    const line = text.split('\n').findIndex((each) => /\basync\b/.test(each)) + 1;
    throw new ProgramError(
      'main is async. Time is simulated here: write `function* main()`, and `yield*` instead of `await`.',
      name,
      line,
    );
  }
  return {
    main: () => {
      const fresh = evaluate(script, name);
      const result = ((fresh.default ?? fresh.main) as () => unknown)();
      return batchwise.isProcess(result) ? checked(result) : result;
    },
  };
}

/**
 * Loads a file that exports functions instead of a main, under the same rules.
 * @throws {ProgramError} what cannot be read
 */
export function loadFunctions(text: string, name: string): Readonly<Record<string, unknown>> {
  return evaluate(compile(text, name), name);
}

/** The same process; at its end nothing may be left that was called and never run. */
function* checked(main: batchwise.Process<unknown>): batchwise.Process<unknown> {
  const result = yield* main;
  batchwise.checkPendingActions();
  return result;
}

const names = [
  ...Object.keys(traps(() => undefined as never)).filter((each) => each !== 'eval'),
  'require',
  'exports',
  'module',
  'console',
];

function compile(text: string, name: string): Script {
  let code: string;
  try {
    code = transform(text, { transforms: ['typescript', 'imports'], filePath: name }).code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /\((\d+):(\d+)\)\s*$/.exec(message);
    throw new ProgramError(
      message.replace(/^Error transforming [^:]*: /, '').replace(/\s*\(\d+:\d+\)\s*$/, ''),
      name,
      at === null ? undefined : Number(at[1]),
    );
  }
  try {
    // On one line with the program's first, so that line numbers stay.
    return new Script(`(function (${names.join(', ')}) {${code}\n})`, { filename: name });
  } catch (error) {
    const line = /:(\d+)\n/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1];
    throw new ProgramError(
      error instanceof Error ? error.message : String(error),
      name,
      line === undefined ? undefined : Number(line),
    );
  }
}

function evaluate(script: Script, name: string): Record<string, unknown> {
  const refuse = (what: string, why: string): never => {
    throw new ProgramError(`${what} cannot be used here: ${why}.`, name, callingLine(name));
  };
  const load = (module: string): unknown => {
    if (module === 'batchwise') return batchwise;
    throw new ProgramError(`a program imports from 'batchwise' only; '${module}' is not there.`, name, callingLine(name));
  };
  const found: Readonly<Record<string, unknown>> = { ...traps(refuse), require: load, console: printing };
  const module = { exports: {} as Record<string, unknown> };
  const body = script.runInThisContext() as (...values: unknown[]) => void;
  body(...names.map((each) => (each === 'exports' ? module.exports : each === 'module' ? module : found[each])));
  return module.exports;
}

/** The line of the program that called us. */
function callingLine(name: string): number | undefined {
  const stack = new Error().stack ?? '';
  const at = stack.indexOf(`${name}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + name.length + 1))?.[0];
  return line === undefined ? undefined : Number(line);
}

/** `console.log` prints where the code runs, as `println` does: on the driver or on an executor. */
const print = (...values: unknown[]): void => {
  batchwise.println(values.map((value) => (typeof value === 'string' ? value : batchwise.toJavaString(value))).join(' '));
};
const printing = { log: print, info: print, warn: print, error: print, debug: print };
