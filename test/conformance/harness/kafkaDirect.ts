import { currentEnvironment } from '../../../src/engine/ambient.js';
import type { Process } from '../../../src/engine/ports/Process.js';
import { awaiting } from '../../../src/engine/ports/Process.js';
import type { SimKafka } from '../../../src/sim/kafka/SimKafka.js';
import { World } from '../../../src/sim/World.js';
import { DriverMachine } from './kafkaDirectMachine.js';
import { misuseOutput } from './kafkaDirectMisuse.js';
import { DirectRun } from './kafkaDirectRun.js';
import { KafkaSession, RECORDED_AT, recordedBroker, type Step, withResult } from './kafkaSession.js';
import { offsetsJson } from './kafkaSessionValues.js';
import type { CaseRunner } from './outcome.js';
import type { Json } from './values.js';

/** Sessions with a driver that has a direct stream: each step's result beside the recorded one (recordings/kafka/README.md, "Direct stream"). */
export const runDirectStream: CaseRunner = (recorded) => {
  const steps = recorded.steps as Step[];
  const results: Json[] = [];
  let failure: unknown;
  const world: World = new World({
    limits: { activations: 1_000_000 },
    program: function* () {
      const session = new DirectSession(world);
      try {
        yield* session.prepare();
        for (const step of steps) results.push(withResult(step, shown(yield* session.run(step))));
      } catch (error) {
        failure = error;
      }
    },
    settings: recordedBroker(1),
    startAt: RECORDED_AT,
    trace: 'off',
  });
  world.run();
  if (failure !== undefined) throw failure;
  return { expected: steps as unknown as Json, actual: results };
};

class DirectSession {
  private readonly session: KafkaSession;
  private current: DirectRun | undefined;
  /** One JVM, in which contexts follow each other until it crashes: executors keep their consumers. */
  private machine: DriverMachine | undefined;
  private group = '';

  constructor(private readonly world: World) {
    this.session = new KafkaSession(world.kafka as SimKafka, world);
  }

  prepare(): Process<void> {
    return this.session.prepare();
  }

  *run(step: Step): Process<Json | undefined> {
    switch (step.do) {
      case 'start': {
        this.group = step.group;
        this.machine ??= new DriverMachine(this.world);
        const run = new DirectRun(this.machine, step, () => this.theRun);
        this.current = run;
        const result = yield* run.start();
        return result === undefined || 'error' in result ? result : yield* this.withCommits(result);
      }
      case 'tick':
        return yield* this.withCommits(yield* this.theRun.tick(step));
      case 'release':
        return yield* this.withCommits(yield* this.theRun.release(step.timeMs));
      case 'stop': {
        return yield* this.withCommits(yield* this.theRun.stop(step.graceful));
      }
      case 'crash':
        this.machine?.crash();
        this.machine = undefined;
        yield* this.untilGroupIsEmpty();
        return yield* this.withCommits({});
      case 'observe':
        return yield* this.withCommits({});
      case 'observeGroup':
        return yield* this.withCommits({}, step.group);
      case 'misuse':
        return yield* this.misuse(step.what);
      case 'fill':
        return yield* this.session.run({ ...step, partition: `${step.topic}-${step.partition}` });
      default:
        return yield* this.session.run(step);
    }
  }

  private get theRun(): DirectRun {
    if (this.current === undefined) throw new Error('nothing was started');
    return this.current;
  }

  private *withCommits(result: Readonly<Record<string, Json>>, group = this.group): Process<Json> {
    return { ...result, committed: offsetsJson(yield* this.session.admin.groupOffsets(group)) };
  }

  private *misuse(what: string): Process<Json | undefined> {
    const results: Json[] = [];
    const step = {
      do: 'start',
      group: 'g',
      strategy: { subscribe: ['t'] },
      params: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' },
    };
    const run: DirectRun = new DirectRun(
      new DriverMachine(this.world),
      step,
      () => run,
      (stream) => misuseOutput(what, stream, (result) => results.push(result)),
    );
    yield* run.start();
    yield* run.tick({ do: 'tick' });
    yield* run.stop(false);
    return results[0];
  }

  private *untilGroupIsEmpty(): Process<void> {
    for (;;) {
      const { members } = yield* this.session.admin.describeGroup(this.group);
      if (members.length === 0) return;
      yield* awaiting(currentEnvironment().driver.clock.sleep(100));
    }
  }
}

/** With the places masked that the recordings mask. */
function shown(result: Json | undefined): Json | undefined {
  if (result === undefined) return undefined;
  const text = JSON.stringify(result)
    .replace(/stage \d+\.0/g, 'stage <n>.0')
    .replace(/\(TID \d+\)/g, '(TID <n>)')
    .replace(/\([^()]* executor driver\)/g, '(<host>)')
    // Behind the first line there are stack traces.
    .replace(/\\n\\nDriver stacktrace:/g, '');
  return JSON.parse(text) as Json;
}
