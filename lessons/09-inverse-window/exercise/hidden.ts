import { type Attempt, type Finding, fail, pass, type Random, vacuous } from 'batchwise/grading';

const shops = ['north', 'south', 'east', 'west'];

/** Sales in bursts with silence between them, so that shops leave the window and come back. */
export function generate(random: Random) {
  const slide = random.int(1, 2);
  const window = slide * random.int(3, 4);
  const seconds = window + 5;
  const lines: string[] = [];
  for (let second = 0; second < 5; second++) {
    if (random.chance(0.4)) continue;
    for (let i = random.int(1, 3); i > 0; i--) {
      const cents = random.pick([10, 20, 30, 70, random.int(1, 5000)]);
      lines.push(`@${second}.${i}s nc :9999 > ${random.pick(shops)} ${(cents / 100).toFixed(2)}`);
    }
  }
  const settings = { until: `${seconds}s`, 'shop.windowMs': `${window * 1000}`, 'shop.slideMs': `${slide * 1000}` };
  return { script: `${lines.join('\n')}\n`, settings };
}

const isDead = (line: string): boolean => /,-?0(\.0)?\)$/.test(line);
const alive = (lines: readonly string[]): string[] => lines.filter((line) => !isDead(line)).sort();

/** What was sold in the window of an output: the way from the sales to the sum. */
function soldIn(attempt: Attempt, timeMs: number, shop: string): string[] {
  const windowMs = Number(attempt.given.settings?.['shop.windowMs']);
  const sales: string[] = [];
  for (const event of attempt.recording) {
    if (event.type !== 'nc.line' || !event.text.startsWith(`${shop} `)) continue;
    const batch = Math.floor(event.at / 1_000_000) * 1000 + 1000;
    if (batch > timeMs - windowMs && batch <= timeMs) sales.push(`${event.text.split(' ')[1]} in the batch of ${batch} ms`);
  }
  return sales;
}

export const checks = {
  'right-sums'(attempt: Attempt, reference: Attempt): Finding {
    if (attempt.problem !== undefined) return fail(`the program ended with an error: ${attempt.problem.split('\n')[0]}`);
    for (const [i, expected] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      const at = `the block for ${expected.timeMs} ms`;
      if (actual?.timeMs !== expected.timeMs) return fail(`${at} is missing`);
      const [right, given] = [alive(expected.lines), alive(actual.lines)];
      if (right.join('\n') === given.join('\n')) continue;
      const wrong = right.find((line) => !given.includes(line)) ?? (given.find((line) => !right.includes(line)) as string);
      const shop = /^\(([^,]*),/.exec(wrong)?.[1] ?? '';
      const sold = soldIn(attempt, expected.timeMs, shop);
      return fail(`${at} is wrong about ${shop}`, {
        expected: right,
        actual: given,
        chain: [sold.length === 0 ? `${shop} sold nothing in this window` : `${shop} sold ${sold.slice(-3).join(', ')}`],
        seq: actual.seq,
      });
    }
    return pass;
  },

  'no-dead-shops'(attempt: Attempt, reference: Attempt): Finding {
    const seen = new Set<string>();
    let died = false;
    for (const [i, expected] of reference.blocks.entries()) {
      const actual = attempt.blocks[i];
      const dead = actual?.lines.find(isDead);
      if (actual !== undefined && dead !== undefined) {
        const shop = /^\(([^,]*),/.exec(dead)?.[1] ?? '';
        return fail(`${shop} sold nothing in the window of ${actual.timeMs} ms and is printed all the same`, {
          expected: [...expected.lines].sort(),
          actual: [...actual.lines].sort(),
          chain: ['its last sale left the window', 'the sum fell to 0 (or to a tiny rest)', 'the key was not dropped'],
          seq: actual.seq,
        });
      }
      const names = new Set(expected.lines.map((line) => line.split(',')[0] as string));
      died ||= [...seen].some((name) => !names.has(name));
      for (const name of names) seen.add(name);
    }
    return died ? pass : vacuous;
  },

  'from-the-window-before'(attempt: Attempt): Finding {
    const slides = Number(attempt.given.settings?.['shop.slideMs']) / 1000;
    let windows = 0;
    for (const event of attempt.recording) {
      if (event.type !== 'rdd.generated' || event.members === undefined) continue;
      windows++;
      const { members, entered, left, batchTime, seq } = event;
      const joined = entered === undefined ? members.length : entered.length + (left?.length ?? 0);
      if (joined <= 2 * slides) continue;
      return fail(
        `the window of ${batchTime} ms joins ${joined} batches; with the window before, ${2 * slides} would do: ${slides} to add, ${slides} to take away`,
        { seq },
      );
    }
    return windows === 0 ? fail('the program has no window') : pass;
  },
};
