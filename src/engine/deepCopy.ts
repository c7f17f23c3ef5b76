/**
 * What serialising a value and reading it back gives: plain objects, arrays, maps and sets are new, once each; everything else is shared, since it
 * is either unchangeable or stands for something that is not copied (an accumulator, a broadcast).
 */
export function deepCopy<T>(value: T, seen = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  const keep = <C>(copy: C): C => {
    seen.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const copy = keep(Object.setPrototypeOf([], Object.getPrototypeOf(value)) as unknown[]);
    for (const each of value) copy.push(deepCopy(each, seen));
    return copy as T;
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>());
    for (const [key, each] of value) copy.set(deepCopy(key, seen), deepCopy(each, seen));
    return copy as T;
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>());
    for (const each of value) copy.add(deepCopy(each, seen));
    return copy as T;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return value;
  const copy = keep(Object.create(prototype as object | null) as Record<string, unknown>);
  for (const [key, each] of Object.entries(value)) copy[key] = deepCopy(each, seen);
  return copy as T;
}
