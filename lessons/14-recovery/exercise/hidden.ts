import { type Attempt, type Case, type Finding, fail, pass, type Random, redisContents } from 'batchwise/grading';

const effects: readonly [type: string, most: number][] = [
  ['batch.generated', 4],
  ['batch.completed', 4],
  ['output.completed', 11],
  ['checkpoint.written', 8],
  ['console.line', 14],
  ['sink.written', 4],
];

/** A file of orders in most seconds; a crash at an effect or at a time, which must come before the restart; perhaps another one in the recovered driver. */
export function generate(random: Random): Case {
  const order = () => `${random.pick(['north', 'south', 'east'])} ${random.int(1, 9)} ${random.pick(['eur', 'usd', 'gbp'])}`;
  const lines: string[] = [];
  for (let second = 0; second < 6; second++) {
    if (!random.chance(0.9)) continue;
    const orders = random.list(random.int(1, 3), order).join('\\n');
    lines.push(`@${second * 1000 + random.int(1, 9) * 100}ms file /orders/${second} > ${orders}`);
  }
  lines.push(crash(random, 1100, 4900), '@6.2s driver restart');
  if (random.chance(0.4)) lines.push(`@${random.int(6300, 6900)}ms driver crash`);
  lines.push('@7.3s driver restart');
  return { script: `${lines.join('\n')}\n`, settings: { until: '9s', stores: 'redis' }, referenceWithoutFaults: true };
}

/** After the first checkpoint: before it there is nothing to go on from. Each effect happens at least so often in the four batches that follow. */
function crash(random: Random, from: number, until: number): string {
  if (random.chance(0.4)) return `@${random.int(from, until)}ms driver crash`;
  const [type, most] = random.pick(effects);
  return `@${from}ms driver crash ${random.pick(['after', 'before'])}=${type} nth=${random.int(1, most)}`;
}

/** The last block that was printed, compared without regard to the order of its lines. */
function sameTotals(attempt: Attempt, reference: Attempt): Finding {
  const shown = ({ blocks }: Attempt) => [...(blocks.at(-1)?.lines ?? [])].sort();
  const [actual, expected] = [shown(attempt), shown(reference)];
  if (actual.join('\n') === expected.join('\n')) return pass;
  const last = attempt.blocks.at(-1);
  const ended = attempt.problem === undefined ? '' : `; the program ended with: ${attempt.problem.split('\n')[0]}`;
  return fail(`the last totals, those of ${last?.timeMs ?? 0} ms, are not those of a run without a crash${ended}`, {
    expected,
    actual,
    ...(last === undefined ? {} : { seq: last.seq }),
  });
}

/** Sums of the fields of each hash. */
function sums(attempt: Attempt): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [place, value] of redisContents(attempt.recording)) {
    const key = place.split(' ')[0] as string;
    totals.set(key, (totals.get(key) ?? 0) + Number(value));
  }
  return totals;
}

function compare(
  attempt: Attempt,
  reference: Attempt,
  isWrong: (actual: number, expected: number) => boolean,
  what: string,
): Finding {
  const [actual, expected] = [sums(attempt), sums(reference)];
  for (const key of [...new Set([...expected.keys(), ...actual.keys()])].sort()) {
    const [here, there] = [actual.get(key) ?? 0, expected.get(key) ?? 0];
    if (!isWrong(here, there)) continue;
    return fail(`Redis holds ${here} in all under ${key}; without a crash it holds ${there}: ${what}`, {
      expected: [`${key} ${there}`],
      actual: [`${key} ${here}`],
    });
  }
  return pass;
}

export const checks = {
  'same-totals': sameTotals,
  'nothing-lost': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (actual, expected) => actual < expected, 'something was not written, or written over'),
  'nothing-twice': (attempt: Attempt, reference: Attempt) =>
    compare(attempt, reference, (actual, expected) => actual > expected, 'something was added twice'),
};
