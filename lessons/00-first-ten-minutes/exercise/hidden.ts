import { type Attempt, type Finding, fail, pass, type Random, vacuous } from 'batchwise/grading';

/** Words in all cases, one space or two between them. */
export function generate(random: Random) {
  const anyCase = (word: string): string =>
    [...word].map((letter) => (random.chance(0.4) ? letter.toUpperCase() : letter)).join('');
  const lines = random.list(8, (i) => {
    const words = random.list(random.int(1, 4), () => anyCase(random.pick(['tea', 'milk', 'bread'])));
    return `@${i * 400 + 100}ms nc :9999 > ${words.join(random.chance(0.4) ? '  ' : ' ')}`;
  });
  return { script: `${lines.join('\n')}\n`, settings: { until: '4s' } };
}

const isEmptyWord = (line: string): boolean => line.startsWith('(,');
const words = (lines: readonly string[]): string[] => lines.filter((line) => !isEmptyWord(line)).sort();

export const checks = {
  'right-counts'(attempt: Attempt, reference: Attempt): Finding {
    if (attempt.problem !== undefined) return fail(`the program ended with an error: ${attempt.problem.split('\n')[0]}`);
    for (const [i, { timeMs, lines }] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      if (actual?.timeMs !== timeMs) return fail(`the block for ${timeMs} ms is missing`);
      const [expected, given] = [words(lines), words(actual.lines)];
      if (expected.join('\n') === given.join('\n')) continue;
      return fail(`the block for ${timeMs} ms differs`, { expected, actual: given, seq: actual.seq });
    }
    return pass;
  },

  'no-empty-word'(attempt: Attempt): Finding {
    for (const { timeMs, lines, seq } of attempt.blocks) {
      const line = lines.find(isEmptyWord);
      if (line === undefined) continue;
      return fail(`at ${timeMs} ms ${line} is printed: the empty word, as often as two spaces came together`, { seq });
    }
    return attempt.given.script?.includes('  ') === true ? pass : vacuous;
  },
};
