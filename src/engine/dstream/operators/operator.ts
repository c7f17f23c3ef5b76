import { withCallSite } from '../../callSite.js';
import { type AnyDStream, DStream } from '../DStream.js';

// biome-ignore lint/suspicious/noExplicitAny: an operator's own type is declared where it is attached
type AnyOperator = (this: any, ...args: any[]) => unknown;

/** Attaches operators to streams. What is made inside one carries its name, unless another operator called it. */
export function attachOperators(operators: Readonly<Record<string, AnyOperator>>): void {
  for (const [name, body] of Object.entries(operators)) {
    Object.defineProperty(DStream.prototype, name, {
      configurable: true,
      writable: true,
      value(this: AnyDStream, ...args: unknown[]) {
        const made = withCallSite(name, () => body.apply(this, args));
        this.context.graph.announce();
        return made;
      },
    });
  }
}
