/** In the largest unit that keeps it short: `0.5s`, `1200ms`, `250us`. @param us an integer */
export function printTime(us: number): string {
  if (us % 100_000 === 0) return `${us / 1_000_000}s`;
  if (us % 1000 === 0) return `${us / 1000}ms`;
  return `${us}us`;
}
