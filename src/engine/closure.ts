import { currentEnvironment } from './ambient.js';
import { JavaError, SparkException } from './errors.js';
import { hashCode } from './jvm/hashCode.js';

// biome-ignore lint/suspicious/noExplicitAny: a function of any type
type AnyFunction = (...args: any[]) => unknown;

/** Key of a method that an object is asked by when it would be sent to an executor or written into a checkpoint. */
export const writeObject = Symbol('writeObject');

/** Called for what an object holds; throws when that cannot be serialised. */
export type Visit = (value: unknown) => void;

/** An object that says itself how it is serialised. */
export interface WritesItself {
  /**
   * Visits what goes with the object.
   * @param inCheckpoint whether the streams are being written, not a function of a task
   * @throws {NotSerializableException} it cannot be sent
   */
  [writeObject](visit: Visit, inCheckpoint: boolean): void;
}

/** An object cannot leave the place where it lives. `message`: the name of its class, or why. */
export class NotSerializableException extends JavaError {
  override readonly code: string = 'NOT_SERIALIZABLE';
  constructor(message: string, cause?: unknown) {
    super('java.io.NotSerializableException', message, cause);
  }
}

/** The exception for an object of this class, with the stack of what was being written. */
export function cannotBeSerialized(className: string): NotSerializableException {
  // Stands for the identity of the object, which differs from run to run of a JVM.
  const hash = (hashCode(className) >>> 0).toString(16);
  return new NotSerializableException(
    `${className}\nSerialization stack:\n\t- object not serializable (class: ${className}, value: ${className}@${hash})`,
  );
}

/** Key among the singletons of a machine. */
const made = 'an object that cannot be serialised';

/** Whether an object of a class that extends `NotSerializable` was made on this machine: only then what leaves it is looked through. */
export const mayHoldUnserializable = (): boolean => currentEnvironment().statics.has(made);

/** Base of classes of a program whose objects cannot leave the machine that they were made on: connections, files, clients. */
export abstract class NotSerializable implements WritesItself {
  constructor() {
    currentEnvironment().statics.set(made, true);
  }
  /** @throws {NotSerializableException} always */
  [writeObject](): void {
    throw cannotBeSerialized(this.constructor.name);
  }
}

const captures = new WeakMap<AnyFunction, Readonly<Record<string, unknown>>>();
let given: readonly AnyFunction[] = [];

/**
 * Says which variables of its surroundings `f` uses. A real function carries them to the executors; in JavaScript they cannot be seen from outside,
 * so a program that wants them checked, as Spark's closure cleaner does it, names them: `capturing({ counter }, (x) => counter.add(x))`.
 */
export function capturing<F extends AnyFunction>(captured: Readonly<Record<string, unknown>>, f: F): F {
  captures.set(f, captured);
  return f;
}

/** `wrapper`, which calls `f`, captures what `f` does. */
export function capturingLike<F extends AnyFunction>(f: AnyFunction, wrapper: F): F {
  const captured = captures.get(f);
  return captured === undefined ? wrapper : capturing(captured, wrapper);
}

/** What `f` said that it captures; undefined when it said nothing. */
export function capturedBy(f: AnyFunction): Readonly<Record<string, unknown>> | undefined {
  return captures.get(f);
}

/**
 * Checks that a function of an operator could be sent to the executors. Model: apache/spark 3.2.1 core/.../util/ClosureCleaner.scala `clean`.
 * @throws {SparkException} `Task not serializable`, with the cause
 */
export function ensureSerializable(f: AnyFunction): void {
  if (!captures.has(f)) return;
  try {
    visitAll(f, false);
  } catch (error) {
    const hint = 'Make what the function uses inside the function, or take the plain values out of it first.';
    throw new SparkException({ message: 'Task not serializable', hint }, error);
  }
}

/** Visits a value and everything that it holds, each once. @throws {NotSerializableException} for the first that cannot be written */
export function visitAll(value: unknown, inCheckpoint: boolean): void {
  const seen = new Set<unknown>();
  const visit: Visit = (each) => {
    if ((typeof each !== 'object' && typeof each !== 'function') || each === null || seen.has(each)) return;
    seen.add(each);
    if (typeof each === 'function') visit(captures.get(each as AnyFunction));
    else if (writeObject in each) (each as WritesItself)[writeObject](visit, inCheckpoint);
    else if (each instanceof Map) for (const entry of each) entry.forEach(visit);
    else if (each instanceof Set || Array.isArray(each)) each.forEach(visit);
    else Object.values(each).forEach(visit);
  };
  visit(value);
}

/**
 * Checks records that leave the place where they were made: the result of a task, a shuffle, a block that is kept as bytes. Only what knows that it stays
 * where it is (`WritesItself`) is looked for, in lists and pairs too.
 * @throws {NotSerializableException}
 */
export function requireSerializable(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const each of value) requireSerializable(each);
  else if (writeObject in value) visitAll(value, false);
}

/** Runs an operator; a stream that is made inside keeps those of its arguments that capture something. */
export function giving<T>(args: readonly unknown[], operator: () => T): T {
  const functions = args.filter((each): each is AnyFunction => typeof each === 'function' && captures.has(each as AnyFunction));
  if (functions.length === 0) return operator();
  const outer = given;
  given = functions;
  try {
    return operator();
  } finally {
    given = outer;
  }
}

/** The capturing functions of the operator that is running. */
export const givenFunctions = (): readonly AnyFunction[] => given;
