// biome-ignore-all lint/suspicious/noExplicitAny: what is called, and with what, is known only when it is read
import { capturing } from '../../../src/engine/closure.js';
import { isProcess, type Process } from '../../../src/engine/ports/Process.js';
import { StorageLevel } from '../../../src/engine/rdd/index.js';
import { StateSpec } from '../../../src/engine/state/index.js';
import { Milliseconds } from '../../../src/engine/time/index.js';

/** What the code of a situation works on. */
export interface Surroundings {
  /** `a`, `b`, `d`, `sc`: made when it is first named. */
  named(name: string): unknown;
  /** The function of the recordings that cannot be sent. */
  readonly bad: { f<T>(x: T): T };
  /** Durations that stand for `...`, in ms. */
  readonly elided: readonly number[];
}

/** Methods that belong to the context when they stand alone. */
const ofContext = new Set(['start', 'stop', 'checkpoint', 'queueStream', 'textFileStream', 'union', 'remember', 'getState']);
const directories: Readonly<Record<string, string>> = { dir: '/checkpoint', emptyDir: '/empty', missing: '/missing' };
const add = (a: number, b: number): number => a + b;
const sub = (a: number, b: number): number => a - b;
const identity = (x: unknown): unknown => x;

/** What `f` is for an operator. */
const functions: Readonly<Record<string, (...args: any[]) => unknown>> = {
  updateStateByKey: (values: readonly number[], old: number | undefined) => values.reduce(add, old ?? 0),
  reduceByKey: add,
  reduceByWindow: add,
  reduceByKeyAndWindow: add,
  reduce: add,
  foreachRDD: () => {},
};

/**
 * Runs the code of a situation, such as `checkpoint(dir); d.window(2 s, 1 s).print(); start()`: statements, each a chain of calls.
 * @throws what a call throws; {Error} code that cannot be read
 */
export function* runCode(code: string, around: Surroundings): Process<void> {
  for (const statement of parts(code, ';')) {
    let value: any;
    for (const [i, step] of parts(statement, '.').entries()) {
      const [, name = '', args] = /^(\w+)(?:\((.*)\))?$/s.exec(step) ?? [];
      if (name === '') throw new Error(`cannot read "${step}" of "${code}"`);
      if (args === undefined && i === 0) {
        value = around.named(name);
        continue;
      }
      const of = i > 0 ? value : around.named(ofContext.has(name) ? 'a' : 'd');
      if (typeof of?.[name] !== 'function') throw new Error(`there is no ${name} for "${code}"`);
      const given = parts(args ?? '', ',').flatMap((arg) => argument(arg, name, around));
      value = of[name](...given);
      if (isProcess(value)) value = yield* value;
    }
  }
}

function argument(text: string, method: string, around: Surroundings): readonly unknown[] {
  const duration = /^(\d+) (ms|s)$/.exec(text);
  if (duration !== null) return [Milliseconds(Number(duration[1]) * (duration[2] === 's' ? 1000 : 1))];
  if (text.includes('bad')) return [capturing({ bad: around.bad }, (x: unknown) => around.bad.f(x))];
  if (/^_? ?\+ ?_?$/.test(text)) return [add];
  if (/^_? ?- ?_?$/.test(text)) return [sub];
  if (/^-?\d+$/.test(text)) return [Number(text)];
  if (text in directories) return [directories[text]];
  if (text in StorageLevel) return [(StorageLevel as any)[text]];
  switch (text) {
    case '...':
      return around.elided.map(Milliseconds);
    case 'true':
    case 'false':
      return [text === 'true'];
    case 'null':
      return [null];
    case 'q':
    case 'Nil':
    case 'Seq()':
      return [[]];
    case 'f':
      return [functions[method] ?? identity];
    case 'spec':
      return [StateSpec.function((key: unknown) => key)];
    default:
      return [around.named(text)];
  }
}

/** The parts of a text between separators that are not in parentheses. */
function parts(text: string, separator: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth === 0 && character === separator) {
      found.push(part.trim());
      part = '';
    } else part += character;
  }
  if (part.trim() !== '' || found.length > 0) found.push(part.trim());
  return found;
}
