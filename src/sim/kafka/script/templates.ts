/** A template of the script with the number of its round, from 0, filled in: `o{n%5}`. */
export const filled = (template: string | undefined, n: number): string | undefined =>
  template?.replace(/\{n(?:%([1-9]\d*))?\}/g, (_, modulus: string | undefined) =>
    String(modulus === undefined ? n : n % Number(modulus)),
  );

/**
 * Draws the keys of a producer's records.
 * @param draw a number in [0, 1) for record `n`
 * @param keys how many there are; undefined: records have none
 * @param skew key number i has the weight `1 / (i + 1) ** skew`
 */
export function keyDrawer(draw: (n: number) => number, keys: number | undefined, skew = 0): (n: number) => string | undefined {
  if (keys === undefined) return () => undefined;
  const ends: number[] = [];
  let sum = 0;
  for (let i = 0; i < keys; i++) {
    sum += 1 / (i + 1) ** skew;
    ends.push(sum);
  }
  return (n) => {
    const at = draw(n) * sum;
    const found = ends.findIndex((end) => at < end);
    return `k${found < 0 ? keys - 1 : found}`;
  };
}
