/** Milliseconds as seconds: `1 s`, `1.5 s`, `0.042 s`. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}

/** Virtual microseconds since `originUs` as `12.004`. */
export function clock(us: number, originUs = 0): string {
  return ((us - originUs) / 1_000_000).toFixed(3);
}

/** `1 record`, `2 records`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** Numbers as ranges: `8..12, 14`. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j]! + 1) j++;
    parts.push(j - i > 1 ? `${numbers[i]}..${numbers[j]}` : numbers.slice(i, j + 1).join(', '));
    i = j + 1;
  }
  return parts.join(', ');
}
