import { currentEnvironment } from '../../../src/engine/ambient.js';
import { rddToFileName } from '../../../src/engine/dstream/operators/saveAsTextFiles.js';
import { BatchwiseError } from '../../../src/engine/errors.js';
import { doubleToString } from '../../../src/engine/jvm/index.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { PIDRateEstimator } from '../../../src/engine/rate/PIDRateEstimator.js';
import { SparkConf } from '../../../src/engine/rdd/index.js';
import { BlockGenerator } from '../../../src/engine/receiver/BlockGenerator.js';
import { LineReader } from '../../../src/engine/receiver/LineReader.js';
import { RateLimiter } from '../../../src/engine/receiver/RateLimiter.js';
import { type BlockTrackerEvent, ReceivedBlockTracker } from '../../../src/engine/receiver/ReceivedBlockTracker.js';
import { WriteAheadLog } from '../../../src/engine/receiver/WriteAheadLog.js';
import {
  Duration,
  Interval,
  Milliseconds,
  Minutes,
  restartTime,
  Seconds,
  startTime,
  Time,
} from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import type { CaseRunner, Outcome } from './outcome.js';
import type { Json } from './values.js';

type Fields = Readonly<Record<string, Json>>;
type Step = Readonly<Record<string, never>> & { readonly op: string };

/** What `compute` gives, or its error as pure files have it. */
function attempt(compute: () => Json): Json {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof BatchwiseError)) throw error;
    return { error: { class: error.javaClass ?? error.name, message: error.message } };
  }
}

/** The case with some fields worked out anew. */
const withFields = (recorded: unknown, fields: Fields): Outcome => ({
  expected: recorded as Json,
  actual: { ...(recorded as Fields), ...fields },
});

/** Runs `body` in a world of its own, from `startAt` ms on. */
function inWorld(body: () => Process<void> | void, options: { startAt?: number; settings?: Record<string, string> } = {}): void {
  const world = new World({ program: body, trace: 'off', ...options });
  world.run();
  if (world.error !== undefined) throw world.error;
}

interface PidFields {
  readonly batchMs: number;
  readonly proportional: string;
  readonly integral: string;
  readonly derivative: string;
  readonly minRate: string;
}
const estimator = ({ batchMs, proportional, integral, derivative, minRate }: PidFields): PIDRateEstimator =>
  new PIDRateEstimator({
    batchMs,
    proportional: Number(proportional),
    integral: Number(integral),
    derivative: Number(derivative),
    minRate: Number(minRate),
  });

export const runPid: CaseRunner = (recorded) => {
  const pid = estimator(recorded as unknown as PidFields);
  const calls = (recorded.calls as Record<string, number>[]).map((call) => {
    const { time = 0, elements = 0, processingDelay = 0, schedulingDelay = 0 } = call;
    const rate = pid.compute(time, elements, processingDelay, schedulingDelay);
    return {
      ...call,
      rate: rate === undefined ? null : doubleToString(rate),
      published: rate === undefined ? null : Math.trunc(rate),
    };
  });
  return withFields(recorded, { calls });
};

export const runPidArguments: CaseRunner = (recorded) =>
  withFields(recorded, {
    result: attempt(() => {
      estimator(recorded as unknown as PidFields);
      return 'ok';
    }),
  });

export const runTimerTicks: CaseRunner = (recorded) => {
  const { now, period, origin } = recorded as unknown as Record<string, number>;
  return withFields(recorded, {
    startTime: startTime(now as number, period as number),
    restartTime: restartTime(now as number, period as number, origin as number),
  });
};

export const runFileNames: CaseRunner = (recorded) => {
  const { prefix, suffix, timeMs } = recorded as unknown as { prefix: string | null; suffix: string | null; timeMs: number };
  return withFields(recorded, { name: rddToFileName(prefix, suffix, new Time(timeMs)) });
};

export const runSocketLines: CaseRunner = (recorded) => {
  const bytes = Uint8Array.from((recorded.hex as string).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const reader = new LineReader();
  return withFields(recorded, { lines: [...reader.push(bytes), ...reader.end()] });
};

export const runTime: CaseRunner = (recorded) => {
  const numbers = recorded as unknown as Record<string, number>;
  switch (recorded.op) {
    case 'duration': {
      const d = new Duration(numbers.ms as number);
      return withFields(recorded, {
        toString: d.toString(),
        prettyPrint: d.prettyPrint(),
        toFormattedString: d.toFormattedString(),
        isZero: d.isZero,
      } as unknown as Fields);
    }
    case 'durations':
      return withFields(recorded, durations(new Duration(numbers.a as number), new Duration(numbers.b as number)));
    case 'times':
      return withFields(recorded, times(recorded));
    case 'intervals':
      return withFields(recorded, intervals(recorded));
    case 'units':
      return withFields(recorded, {
        'Seconds(3)': String(Seconds(3)),
        'Minutes(2)': String(Minutes(2)),
        'Milliseconds(250)': String(Milliseconds(250)),
        'Seconds(0)': String(Seconds(0)),
      });
    case 'zeroDivisor': {
      const zero = new Duration(0);
      const found: Record<string, Json> = {};
      for (const key of Object.keys(recorded)) {
        if (key === 'isMultipleOf') found[key] = attempt(() => new Duration(1000).isMultipleOf(zero));
        else if (key === 'floor') found[key] = attempt(() => new Time(1000).floor(zero).millis);
        else if (!['op', 'name', 'kind'].includes(key)) throw new Error(`zeroDivisor: ${key} is not there yet`);
      }
      return withFields(recorded, found);
    }
    default:
      throw new Error(`operation ${String(recorded.op)} is not there yet`);
  }
};

const durations = (a: Duration, b: Duration): Fields => ({
  plus: a.plus(b).millis,
  minus: a.minus(b).millis,
  times3: a.times(3).millis,
  div: doubleToString(a.div(b)),
  isMultipleOf: attempt(() => a.isMultipleOf(b)),
  less: a.less(b),
  lessEqual: a.lessEqual(b),
  min: a.min(b).millis,
  max: a.max(b).millis,
});

function times(recorded: Readonly<Record<string, unknown>>): Fields {
  const { t, u, d, zero } = recorded as Record<string, number>;
  const [at, other, step, origin] = [
    new Time(t as number),
    new Time(u as number),
    new Duration(d as number),
    new Time(zero as number),
  ];
  const millis = (list: readonly Time[]): Json => list.map((each) => each.millis);
  return {
    toString: at.toString(),
    plus: at.plus(step).millis,
    minusDuration: at.minus(step).millis,
    minusTime: at.minus(other).millis,
    floor: attempt(() => at.floor(step).millis),
    floorZero: attempt(() => at.floor(step, origin).millis),
    isMultipleOf: attempt(() => at.isMultipleOf(step)),
    until: attempt(() => millis(at.until(other, step))),
    to: attempt(() => millis(at.to(other, step))),
    less: at.less(other),
    min: at.min(other).millis,
    max: at.max(other).millis,
  } as unknown as Fields;
}

function intervals(recorded: Readonly<Record<string, unknown>>): Fields {
  const interval = ([begin, end]: readonly number[]): Interval =>
    new Interval(new Time(begin as number), new Time(end as number));
  const a = interval(recorded.a as number[]);
  const b = interval(recorded.b as number[]);
  const ends = ({ beginTime, endTime }: Interval): Json => [beginTime.millis, endTime.millis];
  return {
    toString: a.toString(),
    duration: a.duration.millis,
    plus1500: ends(a.plus(new Duration(1500))),
    minus1500: ends(a.minus(new Duration(1500))),
    less: attempt(() => a.less(b)),
    lessEqual: attempt(() => a.lessEqual(b)),
    greater: attempt(() => a.greater(b)),
    greaterEqual: attempt(() => a.greaterEqual(b)),
    equal: a.equals(b),
  } as unknown as Fields;
}

export const runRateLimiter: CaseRunner = (recorded) => {
  let actual: Fields = {};
  const settings: Record<string, string> = {};
  if (recorded.maxRate !== null) settings['spark.streaming.receiver.maxRate'] = String(recorded.maxRate);
  if (recorded.initialRate !== null) settings['spark.streaming.backpressure.initialRate'] = String(recorded.initialRate);
  inWorld(
    function* () {
      const limiter = new RateLimiter(new SparkConf(), currentEnvironment().driver.clock);
      // Without a limit Spark shows the largest Long, which JSON readers round.
      const limit = (): Json => attempt(() => limiter.currentLimit ?? Number('9223372036854775807'));
      const before = limit();
      let firstItem: Json = 'ok';
      try {
        yield* limiter.waitToPush();
      } catch (error) {
        firstItem = attempt(() => {
          throw error;
        });
      }
      const updates = (recorded.updates as Record<string, number>[]).map(({ updateRate = 0 }) => {
        attempt(() => {
          limiter.updateRate(updateRate);
          return null;
        });
        return { updateRate, limit: limit() };
      });
      actual = { limit: before, firstItem, updates };
    },
    { settings },
  );
  return withFields(recorded, actual);
};

export const runBlockGenerator: CaseRunner = (recorded) => {
  const { blockIntervalMs, receiverId, startClock } = recorded as unknown as Record<string, number>;
  const generated: Json[] = [];
  const blocks: Json[] = [];
  const steps: Json[] = [];
  let stoppedAt: Json = null;
  inWorld(
    function* () {
      const { clock } = currentEnvironment().driver;
      const generator = new BlockGenerator(clock, receiverId as number, blockIntervalMs as number, {
        onBlock: (block, items) => {
          generated.push({ clock: clock.now(), block });
          blocks.push({ block, items: items as Json });
        },
      });
      const refused = (): Json =>
        attempt(() => {
          generator.add('x');
          return 'ok';
        });
      for (const step of recorded.steps as Step[]) {
        const { op, at, item, items } = step as unknown as { op: string; at?: number; item?: string; items?: string[] };
        if (op === 'addBeforeStart') {
          steps.push({ op, result: refused() });
          generator.start();
          continue;
        }
        if (at !== undefined && at > clock.now()) yield* awaiting(clock.sleep(at - clock.now()));
        if (op === 'add') generator.add(item);
        else if (op === 'addMultiple') for (const each of items ?? []) generator.add(each);
        else if (op === 'stop') {
          const stopping = generator.stop();
          currentEnvironment().driver.spawn('stop', stopping, () => {
            stoppedAt = clock.now();
          });
          // Let it refuse records before they are tried.
          yield* awaiting(clock.sleep(0));
        } else if (op === 'addAfterStop') {
          steps.push({ op, result: refused() });
          continue;
        }
        steps.push(step as unknown as Json);
      }
      yield* awaiting(clock.sleep(3 * (blockIntervalMs as number)));
    },
    { startAt: startClock as number },
  );
  return withFields(recorded, { generated, blocks, steps, stoppedAt });
};

interface TrackedBlock {
  readonly id: string;
  readonly streamId: number;
}

export const runBlockTracker: CaseRunner = (recorded) => {
  const streams = recorded.streams as number[];
  const log: BlockTrackerEvent<TrackedBlock>[] = [];
  const fresh = (): ReceivedBlockTracker<TrackedBlock> =>
    new ReceivedBlockTracker(streams, (event) => log.push(event), log.slice());
  let tracker = fresh();
  const ids = (blocks: readonly TrackedBlock[]): Json => blocks.map(({ id }) => id);
  const byStream = (of: (stream: number) => readonly TrackedBlock[]): Json =>
    Object.fromEntries(streams.map((stream) => [String(stream), ids(of(stream))]));
  const unallocated = (): Json => byStream((stream) => tracker.unallocatedOf(stream));
  const steps = (recorded.steps as unknown as Record<string, Json>[]).map((step): Json => {
    switch (step.op) {
      case 'add':
        tracker.add({ id: step.block as string, streamId: step.stream as number });
        return { ...step, accepted: true };
      case 'allocate': {
        const time = new Time(step.batch as number);
        const given = tracker.allocate(time);
        const line = `Possibly processed batch ${time} needs to be processed again in WAL recovery`;
        return {
          ...step,
          log: given === undefined ? [line] : [],
          blocks: byStream((stream) => tracker.blocksOf(time, stream)),
          unallocated: unallocated(),
        };
      }
      case 'cleanup': {
        tracker.cleanup(new Time(step.threshold as number));
        const has = (millis: number): boolean => streams.some((stream) => tracker.blocksOf(new Time(millis), stream).length > 0);
        return { ...step, kept: tracker.batches.filter(has) };
      }
      case 'crashAndRecover': {
        tracker = fresh();
        const batches = tracker.batches.map((millis) => [
          String(millis),
          byStream((stream) => tracker.blocksOf(new Time(millis), stream)),
        ]);
        return {
          ...step,
          unallocated: unallocated(),
          hasUnallocated: tracker.hasUnallocatedBlocks,
          batches: Object.fromEntries(batches) as Json,
        };
      }
      default:
        throw new Error(`step ${String(step.op)} is not there yet`);
    }
  });
  return withFields(recorded, { steps });
};

export const runWriteAheadLog: CaseRunner = (recorded) => {
  const steps: Json[] = [];
  let filesAtEnd: Json = [];
  inWorld(function* () {
    const { storage } = currentEnvironment();
    const options = {
      rollingIntervalMs: (recorded.rollingIntervalSecs as number) * 1000,
      closeFileAfterWrite: recorded.closeFileAfterWrite as boolean,
    };
    let log = new WriteAheadLog(storage, '/log', options);
    for (const step of recorded.steps as unknown as Record<string, Json>[]) {
      switch (step.op) {
        case 'write': {
          const data = step.data as string;
          const segment = yield* log.write(data, step.time as number, data.length);
          steps.push({ ...step, ...segment });
          break;
        }
        case 'clean':
          log.clean(step.threshold as number);
          steps.push({ ...step, files: log.files() });
          break;
        case 'reopen':
          log = new WriteAheadLog(storage, '/log', options);
          steps.push({ ...step, files: log.files() });
          break;
        case 'readAll':
          steps.push({ ...step, data: log.readAll() });
          break;
        default:
          throw new Error(`step ${String(step.op)} is not there yet`);
      }
    }
    filesAtEnd = log.files();
  });
  return withFields(recorded, { steps, filesAtEnd });
};
