import { type Attempt, type Case, type Finding, fail, pass, type Random, redisContents, vacuous } from 'batchwise/grading';

const perPoll = 8;

/** One to three partitions. Two of three cases crash, at an effect or at a time; the others stop in order. The driver comes back twice. */
export function generate(random: Random): Case {
  const lines = ['@5s driver restart', '@10s driver restart'];
  if (random.chance(0.66)) {
    const at = random.chance(0.3) ? `@${random.int(100, 900)}ms driver crash` : undefined;
    lines.unshift(at ?? `@0s driver crash ${random.pick(['after', 'before'])}=sink.written nth=${random.int(3, 9)}`);
    if (random.chance(0.4)) lines.splice(2, 0, `@${random.int(5100, 5900)}ms driver crash`);
  }
  return {
    script: `${lines.join('\n')}\n`,
    settings: {
      until: '15s',
      stores: 'redis',
      'redis.commandMs': '50',
      'net.latencyMs': '3',
      'kafka.brokers': '1',
      'kafka.num.partitions': String(random.pick([1, 2, 3, 3, 3])),
      'kafka.offsets.topic.replication.factor': '1',
    },
  };
}

/** How often each order that is in the topic was worked on, by `partition/offset`. */
function workedOn({ recording }: Attempt): Map<string, number> {
  const done = redisContents(recording);
  const times = new Map<string, number>();
  for (const event of recording) {
    if (event.type !== 'record.appended' || event.topic !== 'orders') continue;
    for (let offset = event.fromOffset; offset < event.untilOffset; offset++) {
      const order = `${event.partition}/${offset}`;
      times.set(order, Number(done.get(`done ${order}`) ?? 0));
    }
  }
  return times;
}

const crashesOf = ({ recording }: Attempt): number => {
  let crashes = 0;
  for (const event of recording) if (event.type === 'script.line' && event.text.includes('driver crash')) crashes++;
  return crashes;
};

const ended = ({ problem }: Attempt): string =>
  problem === undefined ? '' : `; the program ended with: ${problem.split('\n')[0]}`;

function nothingLost(attempt: Attempt): Finding {
  for (const [order, times] of workedOn(attempt)) {
    if (times === 0)
      return fail(`the order at ${order} (partition/offset) is in the topic and was never worked on${ended(attempt)}`);
  }
  return workedOn(attempt).size === 0 ? fail(`no order came into the topic${ended(attempt)}`) : pass;
}

/** @param allowed how many orders may be repeated */
function repeats(attempt: Attempt, allowed: number): Finding {
  const twice = [...workedOn(attempt)].filter(([, times]) => times > 1);
  const again = twice.reduce((sum, [, times]) => sum + times - 1, 0);
  if (again <= allowed) return pass;
  const [order, times] = twice[0] as [string, number];
  return fail(
    `${again} orders were worked on again; ${allowed} are allowed. The one at ${order} (partition/offset): ${times} times`,
  );
}

export const checks = {
  'nothing-lost': nothingLost,
  'few-twice': (attempt: Attempt) => repeats(attempt, perPoll * crashesOf(attempt)),
  'clean-stop': (attempt: Attempt) => (crashesOf(attempt) > 0 ? vacuous : repeats(attempt, 0)),
};
