import { type Attempt, type Finding, fail, pass, type Random, recordsShuffled, sameBlocks } from 'batchwise/grading';

const batches = 4;

/** The same records in every batch, split into one to eight blocks of 100 ms in another way each time. */
export function generate(random: Random) {
  const keys = ['a', 'b', 'c'];
  const records = random.list(random.int(6, 12), () => `${random.pick(keys)} ${random.int(0, 20)}`);
  const lines: string[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const blocks = batch === 0 ? 1 : random.int(2, 8);
    const shuffled = random.shuffle(records);
    const of = shuffled.map((record) => ({ record, block: random.int(0, blocks - 1) }));
    for (const { record, block } of of.sort((a, b) => a.block - b.block)) lines.push(`@${batch}.${block}5s nc :9999 > ${record}`);
  }
  return { script: `${lines.join('\n')}\n`, settings: { until: `${batches}s`, 'spark.streaming.blockInterval': '100ms' } };
}

const blocksOf = (attempt: Attempt, batchTime: number): number => {
  for (const event of attempt.recording)
    if (event.type === 'blocks.allocated' && event.batchTime === batchTime) return event.blocks.length;
  return 0;
};

export const checks = {
  'right-means': (attempt: Attempt, reference: Attempt): Finding => sameBlocks(attempt, reference, { anyOrder: true }),

  'same-for-every-split'(attempt: Attempt): Finding {
    const [first, ...others] = attempt.blocks;
    if (first === undefined) return fail('nothing was printed');
    const sorted = (lines: readonly string[]): string[] => [...lines].sort();
    for (const { timeMs, lines, seq } of others) {
      if (sorted(lines).join('\n') === sorted(first.lines).join('\n')) continue;
      const [blocksFirst, blocksNow] = [blocksOf(attempt, first.timeMs), blocksOf(attempt, timeMs)];
      return fail(`the same records, in ${blocksNow} blocks instead of ${blocksFirst}, give other means`, {
        expected: sorted(first.lines),
        actual: sorted(lines),
        chain: [
          `${blocksNow} blocks`,
          `${blocksNow} partitions, each combined by itself`,
          'what was combined is combined again after the shuffle',
        ],
        seq,
      });
    }
    return pass;
  },

  'few-records-moved'(attempt: Attempt, reference: Attempt): Finding {
    const moved = recordsShuffled(attempt);
    for (const [i, needed] of recordsShuffled(reference).entries()) {
      const actual = moved[i];
      if (actual === undefined || actual.written <= needed.written) continue;
      return fail(
        `in the batch of ${needed.batchTime} ms ${actual.written} records went through the shuffle; ${needed.written} would do: one for each key of each partition`,
        {
          chain: [
            `${actual.read} records were read`,
            `${actual.written} were sent on`,
            'nothing was combined before the shuffle',
          ],
          seq: actual.seq,
        },
      );
    }
    return pass;
  },
};
