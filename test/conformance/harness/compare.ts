import type { Json } from './values.js';

/** Text of a value with its object keys in order: equal values are equal texts. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json>>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** Where two values begin to differ, as a path, with what stands there; undefined when they are equal. */
export function firstDifference(
  expected: Json,
  actual: Json,
  path = '',
): { path: string; expected: Json | undefined; actual: Json | undefined } | undefined {
  if (canonical(expected) === canonical(actual)) return undefined;
  if (isContainer(expected) && isContainer(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const a = expected as Readonly<Record<string, Json>>;
    const b = actual as Readonly<Record<string, Json>>;
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
      if (!(key in a) || !(key in b)) return { path: at, expected: a[key], actual: b[key] };
      const found = firstDifference(a[key] as Json, b[key] as Json, at);
      if (found !== undefined) return found;
    }
  }
  return { path, expected, actual };
}

const isContainer = (value: Json): boolean => typeof value === 'object' && value !== null;

/** Expected and actual beside each other, a line for each leaf; the first difference is marked. */
export function sideBySide(expected: Json, actual: Json, width: number): string[] {
  const left = leaves(expected);
  const right = leaves(actual);
  const first = firstDifference(expected, actual)?.path;
  const half = Math.max(20, Math.floor((width - 5) / 2));
  const cut = (text: string): string => (text.length > half ? `${text.slice(0, half - 1)}…` : text.padEnd(half));
  const rows: string[] = [`  ${cut('expected')} | actual`];
  let marked = false;
  for (const path of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(path);
    const b = right.get(path);
    const sign = a === b ? ' ' : !marked ? '>' : '!';
    if (a !== b) marked = true;
    const show = (text: string | undefined) => (text === undefined ? '(nothing)' : `${path} ${text}`);
    rows.push(`${sign} ${cut(show(a))} | ${cut(show(b)).trimEnd()}`);
  }
  if (first !== undefined) rows.push(`first difference at ${first === '' ? 'the top' : first}`);
  return rows;
}

function leaves(value: Json, path = '', found = new Map<string, string>()): Map<string, string> {
  const text = canonical(value);
  if (!isContainer(value) || text.length <= 60) found.set(path, text);
  else
    for (const [key, each] of Object.entries(value as object))
      leaves(each as Json, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, found);
  return found;
}
