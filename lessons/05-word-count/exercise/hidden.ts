import { type Attempt, type Finding, fail, pass, type Random } from 'batchwise/grading';

/** Words that are often as frequent as another one, silence, and now and then somebody who hangs up and comes back. */
export function generate(random: Random) {
  const lines: string[] = [];
  for (let second = 0; second < 6; second++) {
    if (second > 0 && random.chance(0.3)) continue;
    for (let i = random.int(1, 2); i > 0; i--) {
      const words = random.list(random.int(3, 6), () => random.pick(['tea', 'milk', 'bread', 'salt', 'eggs']));
      lines.push(`@${second}.${i}s nc :9999 > ${words.join(' ')}`);
    }
    if (random.chance(0.15)) lines.push(`@${second}.6s nc :9999 stop`, `@${second}.8s nc :9999 listen`);
  }
  return { script: `${lines.join('\n')}\n`, settings: { until: '9s' } };
}

const asCount = (line: string): { word: string; count: number } => {
  const [, word = '', count = '0'] = /^\((.*),(-?\d+)\)$/.exec(line) ?? [];
  return { word, count: Number(count) };
};

export const checks = {
  'top-three'(attempt: Attempt, reference: Attempt): Finding {
    if (attempt.problem !== undefined) return fail(`the program ended with an error: ${attempt.problem.split('\n')[0]}`);
    for (const { timeMs, lines } of reference.blocks) {
      if (lines.length === 0) continue;
      const actual = attempt.blocks.find((block) => block.timeMs === timeMs);
      if (actual === undefined) return fail(`the block for ${timeMs} ms is missing`, { expected: lines, actual: [] });
      if (actual.lines.join('\n') === lines.join('\n')) continue;
      return fail(`the block for ${timeMs} ms differs`, { expected: lines, actual: actual.lines, seq: actual.seq });
    }
    return pass;
  },

  'every-batch'(attempt: Attempt, reference: Attempt): Finding {
    const missing = reference.blocks.find(({ timeMs }) => !attempt.blocks.some((block) => block.timeMs === timeMs));
    if (missing === undefined) return pass;
    return fail(
      `the batch of ${missing.timeMs} ms had ${missing.lines.length === 0 ? 'no data and' : 'data, but'} printed no header`,
      {
        chain: ['a batch is made every second, data or not', 'print() writes a header for each', 'this one has none'],
      },
    );
  },

  'nothing-carried-over'(attempt: Attempt): Finding {
    // What the receiver took in, batch by batch, whatever was done with it.
    const received = new Map<number, Map<string, number>>();
    let waiting: string[] = [];
    for (const event of attempt.recording) {
      if (event.type === 'record.received') waiting.push(...event.record.split(' '));
      if (event.type !== 'blocks.allocated') continue;
      const counts = new Map<string, number>();
      for (const word of waiting) counts.set(word, (counts.get(word) ?? 0) + 1);
      received.set(event.batchTime, counts);
      waiting = [];
    }
    for (const { timeMs, lines, seq } of attempt.blocks) {
      for (const { word, count } of lines.map(asCount)) {
        const had = received.get(timeMs)?.get(word) ?? 0;
        if (count <= had) continue;
        return fail(`at ${timeMs} ms (${word},${count}) is printed; this batch had ${had} of it`, {
          chain: [`${had} × ${word} in the batch of ${timeMs} ms`, `${count - had} more from batches before it`],
          seq,
        });
      }
    }
    return pass;
  },
};
