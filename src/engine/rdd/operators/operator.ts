import { withCallSite } from '../../callSite.js';
import { ensureSerializable } from '../../closure.js';

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
        for (const each of args) if (typeof each === 'function') ensureSerializable(each as AnyFunction);
        return withCallSite(name, () => body.apply(this, args));
      },
    });
  }
}
