import { canonical } from './compare.js';
import type { Json } from './values.js';

type Obj = { readonly [key: string]: Json };
const isObject = (value: Json | undefined): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * `actual`, with what `expected` leaves open in its place: `"*"` stands for anything, `{"oneOf": […]}` for one of several, `{"anyOrder": […]}` for
 * a list in any order, placeholders such as `<n>` in a text for what differs from run to run.
 */
export function withWildcards(expected: Json | undefined, actual: Json): Json {
  if (expected === '*') return '*';
  if (isObject(expected)) {
    const { oneOf, anyOrder } = expected;
    if (Array.isArray(oneOf)) {
      return oneOf.some((each) => canonical(each) === canonical(withWildcards(each, actual))) ? expected : actual;
    }
    if (Array.isArray(anyOrder) && Array.isArray(actual)) {
      const sorted = (list: readonly Json[]): string => list.map(canonical).sort().join('\n');
      return sorted(anyOrder) === sorted(actual) ? expected : actual;
    }
    if (!isObject(actual)) return actual;
    // A field that was there in some of the runs only is open too.
    const open = Object.keys(expected).filter((key) => expected[key] === '*' && !(key in actual));
    const entries = Object.entries(actual).map(([key, each]): [string, Json] => [key, withWildcards(expected[key], each)]);
    return Object.fromEntries([...entries, ...open.map((key): [string, Json] => [key, '*'])]);
  }
  if (Array.isArray(expected) && Array.isArray(actual)) return actual.map((each, i) => withWildcards(expected[i], each));
  if (typeof expected === 'string' && typeof actual === 'string' && fits(expected, actual)) return expected;
  return actual;
}

/** Numbers that carry the clock or a counter of the process. */
const placeholder = /<(?:n|port|hash)>/g;

function fits(expected: string, actual: string): boolean {
  if (expected.search(placeholder) < 0) return false;
  const escaped = expected.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[\\w.]+(?: (?:[KMGT]i)?B)?')}$`, 's').test(actual);
}
