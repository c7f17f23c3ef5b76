import type { Example } from 'batchwise/grading';

const call = (...args: number[]) => ({ calls: [{ name: 'coverage', args }] });

export const examples: Example[] = [
  {
    title: 'W 3 s, S 1 s: a batch is in three outputs',
    given: call(3000, 1000, 1000, 4000, 12_000),
    returns: [[4000, 5000, 6000]],
  },
  { title: 'W 2 s, S 2 s: in one', given: call(2000, 2000, 1000, 3000, 12_000), returns: [[4000]] },
  { title: 'W 2 s, S 3 s: the batch of 4 s is in none', given: call(2000, 3000, 1000, 4000, 12_000), returns: [[]] },
  { title: 'a window of 1.5 s over batches of 1 s is refused', given: call(1500, 1000, 1000, 1000, 12_000), returns: ['window'] },
];
