/** Bytes that records would take as objects of the JVM, roughly: 16 for each object and number, 40 and 2 a character for a text. */
export function estimateSize(value: unknown): number {
  if (typeof value === 'string') return 40 + 2 * value.length;
  if (Array.isArray(value)) {
    let sum = 16 + 4 * value.length;
    for (const each of value) sum += estimateSize(each);
    return sum;
  }
  return 16;
}
