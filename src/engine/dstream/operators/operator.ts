import { withCallSite } from '../../callSite.js';
import { ensureSerializable, giving } from '../../closure.js';
import { type AnyDStream, DStream } from '../DStream.js';

// biome-ignore lint/suspicious/noExplicitAny: an operator's own type is declared where it is attached
type AnyOperator = (this: any, ...args: any[]) => unknown;
type AnyFunction = (...args: unknown[]) => unknown;

/** Operators whose functions run on the driver: nothing is sent, so nothing is checked (Spark cleans them with `checkSerializable = false`). */
const onDriver = new Set(['foreachRDD', 'transform', 'transformWith']);

/** Attaches operators to streams. What is made inside one carries its name, unless another operator called it. */
export function attachOperators(operators: Readonly<Record<string, AnyOperator>>): void {
  for (const [name, body] of Object.entries(operators)) {
    Object.defineProperty(DStream.prototype, name, {
      configurable: true,
      writable: true,
      value(this: AnyDStream, ...args: unknown[]) {
        if (!onDriver.has(name)) for (const each of args) if (typeof each === 'function') ensureSerializable(each as AnyFunction);
        const made = withCallSite(name, () => giving(args, () => body.apply(this, args)));
        this.context.graph.announce();
        return made;
      },
    });
  }
}
