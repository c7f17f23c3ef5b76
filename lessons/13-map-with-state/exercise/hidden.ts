import { type Attempt, type Finding, fail, pass, type Random } from 'batchwise/grading';

/** Silences that end before, in and after the tenth batch; in some runs the twentieth is seen as well. */
export function generate(random: Random) {
  const rounds = random.chance(0.4) ? 2 : 1;
  const events: { second: number; line: string }[] = [];
  for (let i = 1; i <= 4; i++) {
    const add = (second: number) => events.push({ second, line: `@${second}.${i}s nc :9999 > o${i}` });
    for (let round = 0; round < rounds; round++) {
      add(10 * round + random.int(0, 3)); // silent from here on, if nothing follows
      if (random.chance(0.4)) add(10 * round + random.int(3, 4));
      if (random.chance(0.5)) add(10 * round + random.int(6, 9)); // goes on in time
    }
  }
  const script = events.map(({ line }, i) => `${line} ${['new', 'paid', 'packed'][i % 3]}`).join('\n');
  return { script: `${script}\n`, settings: { until: `${rounds * 10 + 1}s`, 'order.timeoutMs': '4000' } };
}

const orderOf = (line: string): string => /^\(([^,]*),/.exec(line)?.[1] ?? line;

/** The batches of an order's events up to a batch, in words. */
function storyOf(order: string, timeMs: number, { recording }: Attempt): string[] {
  const batches: number[] = [];
  for (const event of recording) {
    if (event.type !== 'nc.line' || event.text.split(' ')[0] !== order) continue;
    const batch = Math.floor(event.at / 1_000_000) + 1;
    if (batch * 1000 <= timeMs) batches.push(batch);
  }
  return [`${order} had events in batch ${batches.slice(-4).join(', ')}`, `this is batch ${timeMs / 1000}`];
}

export const checks = {
  'every-abandoned'(attempt: Attempt, reference: Attempt): Finding {
    for (const [i, expected] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      const missing = expected.lines.find((line) => actual?.lines.includes(line) !== true);
      if (missing === undefined) continue;
      const order = orderOf(missing);
      const instead = actual?.lines.find((line) => orderOf(line) === order);
      return fail(
        `${order} times out at ${expected.timeMs} ms and ${instead === undefined ? 'is not printed' : `${instead} is printed`}; it should be ${missing}`,
        {
          expected: [...expected.lines].sort(),
          actual: [...(actual?.lines ?? [])].sort(),
          chain: [...storyOf(order, expected.timeMs, reference), 'more than 4 s of silence, and keys are looked through now'],
          ...(actual === undefined ? {} : { seq: actual.seq }),
        },
      );
    }
    return pass;
  },

  'no-false-alarm'(attempt: Attempt, reference: Attempt): Finding {
    for (const [i, actual] of attempt.blocks.entries()) {
      const expected = reference.blocks[i]?.lines ?? [];
      const orders = expected.map(orderOf);
      const alarm = actual.lines.find((line, at) => {
        const order = orderOf(line);
        return !orders.includes(order) || actual.lines.findIndex((each) => orderOf(each) === order) !== at;
      });
      if (alarm === undefined) continue;
      const order = orderOf(alarm);
      return fail(`at ${actual.timeMs} ms ${alarm} is printed, though ${order} does not time out then`, {
        expected: [...expected].sort(),
        actual: [...actual.lines].sort(),
        chain: [...storyOf(order, actual.timeMs, reference), 'Spark looks for silent keys in every tenth batch only'],
        seq: actual.seq,
      });
    }
    return pass;
  },

  'keeps-running'(attempt: Attempt): Finding {
    return attempt.problem === undefined ? pass : fail(`the program ended with an error: ${causeOf(attempt.problem)}`);
  },
};

/** The line of the message that says what was thrown, without Spark's frame around it. */
function causeOf(problem: string): string {
  const [first = '', ...lines] = problem.split('\n');
  return /requirement failed: [^\n]*/.exec(problem)?.[0] ?? [first, ...lines][0] ?? '';
}
