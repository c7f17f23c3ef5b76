/** P1, P3, P4: word count of one batch and of many small ones, against one bare `Map` loop over the same lines. */
import { otherPrograms, wordCount } from './adapter.js';
import { lines } from './data.js';

interface Params {
  readonly words: number;
  readonly keys: number;
  /** Lines of one micro-batch; absent: everything is one batch. */
  readonly perBatch?: number;
}

function halves(all: readonly string[]): string[][] {
  const middle = all.length >> 1;
  return [all.slice(0, middle), all.slice(middle)];
}

function batches({ words, keys, perBatch }: Params): string[][] {
  const all = lines(words, keys);
  if (perBatch === undefined) return [all];
  return Array.from({ length: Math.ceil(all.length / perBatch) }, (_, i) => all.slice(i * perBatch, (i + 1) * perBatch));
}

function countInMap(batch: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of batch) {
    for (const word of line.split(' ')) if (word.length > 0) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const sum = (pairs: Iterable<readonly [string, number]>): number => {
  let total = 0;
  for (const [, count] of pairs) total += count;
  return total;
};

export const variants = {
  bare: (params: Params) => {
    const work = batches(params);
    return () => work.reduce((total, batch) => total + sum(countInMap(batch)), 0);
  },
  batchwise: (params: Params) => {
    const work = batches(params).map(halves);
    const job = wordCount({ reducers: 2 });
    return () => work.reduce((total, batch) => total + sum(job(batch)), 0);
  },
  /** The same when the operators have seen programs with other types of records before. */
  'batchwise after others': (params: Params) => {
    const work = batches(params).map(halves);
    otherPrograms();
    const job = wordCount({ reducers: 2 });
    return () => work.reduce((total, batch) => total + sum(job(batch)), 0);
  },
};
