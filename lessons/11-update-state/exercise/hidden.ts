import { type Attempt, type Finding, fail, keysKept, pass, type Random, vacuous } from 'batchwise/grading';

/** Each word comes for a while, is silent for three to six batches, and comes again. */
export function generate(random: Random) {
  const seconds = 13;
  const lines: string[] = [];
  for (const word of ['a', 'b', 'c']) {
    let second = random.int(0, 3);
    while (second < seconds) {
      lines.push(`@${second}.${random.int(1, 5)}s nc :9999 > ${random.chance(0.3) ? `${word} ${word}` : word}`);
      second += random.chance(0.5) ? 1 : random.int(4, 7);
    }
  }
  return { script: `${lines.join('\n')}\n`, settings: { until: `${seconds}s` } };
}

const wordOf = (line: string): string => /^\((.*),/.exec(line)?.[1] ?? '';
const words = (lines: readonly string[]): string[] => lines.map(wordOf).sort();

/** Batch times, in s, of the batches up to `timeMs` that had the word. */
function batchesWith(word: string, timeMs: number, { recording }: Attempt): number[] {
  const found = new Set<number>();
  for (const event of recording) {
    if (event.type !== 'nc.line' || !event.text.split(' ').includes(word)) continue;
    const second = Math.floor(event.at / 1_000_000) + 1;
    if (second * 1000 <= timeMs) found.add(second);
  }
  return [...found];
}

const story = (word: string, timeMs: number, reference: Attempt): string =>
  `${word} came in ${batchesWith(word, timeMs, reference)
    .slice(-4)
    .map((second) => `batch ${second}`)
    .join(', ')}`;

export const checks = {
  'right-totals'(attempt: Attempt, reference: Attempt): Finding {
    if (attempt.problem !== undefined) return fail(`the program ended with an error: ${attempt.problem.split('\n')[0]}`);
    for (const [i, expected] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      if (actual?.timeMs !== expected.timeMs) return fail(`the block for ${expected.timeMs} ms is missing`);
      const wrong = expected.lines.find((line) => !actual.lines.includes(line));
      if (wrong === undefined) continue;
      const word = wordOf(wrong);
      const instead = actual.lines.find((line) => wordOf(line) === word);
      return fail(`at ${expected.timeMs} ms ${instead ?? `no ${word}`} is printed; it should be ${wrong}`, {
        expected: [...expected.lines].sort(),
        actual: [...actual.lines].sort(),
        chain: [story(word, expected.timeMs, reference), `now it is batch ${expected.timeMs / 1000}`],
        seq: actual.seq,
      });
    }
    return pass;
  },

  'nothing-stale'(attempt: Attempt, reference: Attempt): Finding {
    const seen = new Set<string>();
    let dropped = false;
    for (const [i, expected] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      const alive = words(expected.lines);
      dropped ||= [...seen].some((word) => !alive.includes(word));
      for (const word of alive) seen.add(word);
      const stale = actual?.lines.find((line) => !alive.includes(wordOf(line)));
      if (actual === undefined || stale === undefined) continue;
      const word = wordOf(stale);
      return fail(`at ${actual.timeMs} ms ${stale} is printed, though five batches in a row had no ${word}`, {
        expected: [...expected.lines].sort(),
        actual: [...actual.lines].sort(),
        chain: [
          story(word, actual.timeMs, reference),
          `now it is batch ${actual.timeMs / 1000}`,
          'the key is still in the state',
        ],
        seq: actual.seq,
      });
    }
    return dropped ? pass : vacuous;
  },

  'state-is-bounded'(attempt: Attempt, reference: Attempt): Finding {
    let dropped = false;
    const kept = keysKept(attempt);
    if (kept.length === 0) return fail('the program keeps no state');
    for (const { timeMs, keys, removed } of keysKept(reference)) {
      const mine = kept.find((each) => each.timeMs === timeMs);
      dropped ||= removed > 0;
      if (mine === undefined) continue;
      const extra = mine.keys.find((key) => !keys.includes(key));
      if (extra === undefined) continue;
      return fail(`after the batch of ${timeMs} ms the state holds ${mine.keys.length} keys; ${keys.length} are alive`, {
        expected: [...keys].sort(),
        actual: [...mine.keys].sort(),
        chain: [story(extra, timeMs, reference), `${extra} is still a key of the state`, 'every batch calls the function for it'],
        seq: mine.seq,
      });
    }
    return dropped ? pass : vacuous;
  },
};
