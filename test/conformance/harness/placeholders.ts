import type { Json } from './values.js';

/** What a recording writes for something that differs from run to run. */
const placeholder = /<(?:call site|n|s|t|dir|host|path|hash|port|uuid)>/g;

/** `actual`, with the placeholders of `expected` where it has something that they may stand for; different otherwise. */
export function withPlaceholders(expected: Json | undefined, actual: Json): Json {
  if (typeof expected === 'string' && typeof actual === 'string') return fits(expected, actual) ? expected : actual;
  if (Array.isArray(expected) && Array.isArray(actual)) return actual.map((each, i) => withPlaceholders(expected[i], each));
  if (isObject(expected) && isObject(actual)) {
    return Object.fromEntries(Object.entries(actual).map(([key, each]) => [key, withPlaceholders(expected[key], each)]));
  }
  return actual;
}

function fits(expected: string, actual: string): boolean {
  if (expected.search(placeholder) < 0) return false;
  const escaped = expected.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const any = expected.includes('<call site>') ? '.+?' : '\\S+?';
  return new RegExp(`^${escaped.join(any)}$`, 's').test(actual);
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
