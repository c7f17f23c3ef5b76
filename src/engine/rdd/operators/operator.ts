import { withCallSite } from '../../callSite.js';
import { capturedBy, ensureSerializable } from '../../closure.js';
import { SparkException } from '../../errors.js';
import { currentPlace } from '../../place.js';

// biome-ignore lint/suspicious/noExplicitAny: an operator's own type is declared where it is attached
type AnyOperator = (this: any, ...args: any[]) => unknown;
type AnyFunction = (...args: unknown[]) => unknown;

/** Attaches operators to a class; RDDs and stages made inside one carry its name, unless it was called by another operator. */
export function attach(prototype: object, operators: Readonly<Record<string, AnyOperator>>): void {
  for (const [name, body] of Object.entries(operators)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...args: unknown[]) {
        if (currentPlace().kind === 'task') throw lacksContext();
        const capturing: AnyFunction[] = [];
        for (const each of args) {
          if (typeof each !== 'function') continue;
          ensureSerializable(each as AnyFunction);
          if (capturedBy(each as AnyFunction) !== undefined) capturing.push(each as AnyFunction);
        }
        const made = withCallSite(name, () => body.apply(this, args));
        if (capturing.length > 0) (made as { keepFunctions?(functions: AnyFunction[]): void }).keepFunctions?.(capturing);
        return made;
      },
    });
  }
}

/** An RDD that a task got hold of has left its context on the driver. */
const lacksContext = (): SparkException =>
  new SparkException(
    'This RDD lacks a SparkContext. It could happen in the following cases: \n(1) RDD transformations and actions are NOT invoked by the driver, but inside of other transformations; for example, rdd1.map(x => rdd2.values.count() * x) is invalid because the values transformation and count action cannot be performed inside of the rdd1.map transformation. For more information, see SPARK-5063.\n(2) When a Spark Streaming job recovers from checkpoint, this exception will be hit if a reference to an RDD not defined by the streaming job is used in DStream operations. For more information, See SPARK-13758.',
  );
