import { withCallSite } from '../../callSite.js';

// biome-ignore lint/suspicious/noExplicitAny: an operator's own type is declared where it is attached
type AnyOperator = (this: any, ...args: any[]) => unknown;

/** Attaches operators to a class; RDDs and stages made inside one carry its name, unless it was called by another operator. */
export function attach(prototype: object, operators: Readonly<Record<string, AnyOperator>>): void {
  for (const [name, body] of Object.entries(operators)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...args: unknown[]) {
        return withCallSite(name, () => body.apply(this, args));
      },
    });
  }
}
