import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import type { Consumer, ConsumerGroupMetadata, Producer } from '../../../src/engine/ports/KafkaClient.js';
import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { KafkaAdmin } from '../../../src/sim/kafka/admin/KafkaAdmin.js';
import type { KafkaCluster } from '../../../src/sim/kafka/broker/KafkaCluster.js';
import { coordinatorPartition } from '../../../src/sim/kafka/group/coordinatorPartition.js';
import { isCleanable } from '../../../src/sim/kafka/log/cleanLog.js';
import type { PartitionLog } from '../../../src/sim/kafka/log/PartitionLog.js';
import type { SimKafka } from '../../../src/sim/kafka/SimKafka.js';
import { startTool } from '../../../src/sim/kafka/tools/startTool.js';
import { tools } from '../../../src/sim/kafka/tools/tools.js';
import { SimHost } from '../../../src/sim/kernel/SimHost.js';
import { World } from '../../../src/sim/World.js';
import { SessionConsumer } from './kafkaSessionConsumer.js';
import { dump } from './kafkaSessionDump.js';
import { performProducer, producerSteps } from './kafkaSessionProducer.js';
import { masked, offsetsJson, parseOffsets, sessionError } from './kafkaSessionValues.js';
import { asRecorded, type RecordedTool, withoutIds } from './kafkaTool.js';
import type { CaseRunner } from './outcome.js';
import type { Json } from './values.js';

// biome-ignore lint/suspicious/noExplicitAny: the fields of a step depend on what it does; the recordings are their type
export type Step = Readonly<Record<string, any>> & { readonly do: string; readonly result?: Json };

/** Settings of the brokers that were recorded (recordings/kafka/README.md). */
export const recordedBroker = (brokers: number): Record<string, string> => ({
  'kafka.brokers': String(brokers),
  'kafka.group.initial.rebalance.delay.ms': '0',
  'kafka.auto.create.topics.enable': 'false',
  'kafka.auto.leader.rebalance.enable': 'false',
  'kafka.offsets.topic.replication.factor': String(brokers),
  'kafka.transaction.state.log.replication.factor': String(brokers),
  'kafka.transaction.state.log.min.isr': '1',
  'kafka.group.min.session.timeout.ms': '1000',
  'kafka.log.cleaner.backoff.ms': '200',
  'kafka.log.segment.bytes': '1073741824',
});

/** Some instant of the time when the recordings were made: retention compares with it. */
export const RECORDED_AT = 1_800_000_000_000;

/** Client sessions: each step is done in virtual time, and its result put beside the recorded one. */
export const runSession: CaseRunner = (recorded) => {
  const steps = recorded.steps as Step[];
  const results: Json[] = [];
  let failure: unknown;
  const world: World = new World({
    program: function* () {
      const session = new KafkaSession(world.kafka as SimKafka, world);
      try {
        yield* session.prepare(recorded.kind === 'tools' ? ['group'] : undefined);
        for (const step of steps) results.push(withResult(step, yield* session.run(step)));
      } catch (error) {
        failure = error;
      }
    },
    settings: recordedBroker(Number(recorded.brokers ?? 1)),
    startAt: RECORDED_AT,
    trace: 'off',
  });
  world.run();
  if (failure !== undefined) throw failure;
  const cooperative = JSON.stringify(steps).includes('CooperativeSticky');
  const form = (all: readonly Json[]): Json => (cooperative ? all.map(withoutEmptyAssigned) : [...all]) as Json;
  return { expected: form(steps as unknown as Json[]), actual: form(results) };
};

/** One session on a cluster of its own. */
export class KafkaSession {
  readonly cluster: KafkaCluster;
  private readonly host: SimHost;
  readonly admin: KafkaAdmin;
  private readonly consumers = new Map<string, SessionConsumer>();
  private readonly producers = new Map<string, Producer<unknown, unknown>>();
  private readonly members = new Map<string, ConsumerGroupMetadata>();

  constructor(
    private readonly kafka: SimKafka,
    private readonly world: World,
  ) {
    this.cluster = kafka.cluster;
    this.host = new SimHost(world.kernel, 'session', 1);
    this.admin = new KafkaAdmin(kafka.cluster, this.host);
  }

  /** The recorded clusters had their internal topics before a session began; those of the tools had no transactions yet. */
  *prepare(kinds: readonly ('group' | 'transaction')[] = ['group', 'transaction']): Process<void> {
    yield* this.sleep(50);
    for (const kind of kinds) this.cluster.broker(1)?.handlers.findCoordinator({ kind, key: 'any' }, () => {});
    yield* this.sleep(1000);
  }

  /** @returns the result, undefined for none */
  *run(step: Step): Process<Json | undefined> {
    try {
      const result = yield* this.perform(step);
      return result === undefined || step.do === 'tool' ? result : masked(result);
    } catch (error) {
      return masked({ error: sessionError(error) });
    }
  }

  private *perform(step: Step): Process<Json | undefined> {
    const consumer = this.consumers.get(step.by);
    if (consumer !== undefined) {
      const result = yield* consumer.perform(step);
      if (result !== undefined) return result.value;
    }
    switch (step.do) {
      case 'sleep':
        yield* this.sleep(step.ms);
        return undefined;
      case 'createTopic':
        yield* this.admin.createTopic({
          topic: step.topic,
          partitions: step.assignment === undefined ? step.partitions : -1,
          replication: step.assignment === undefined ? (step.replication ?? 1) : -1,
          ...(step.assignment === undefined ? {} : { assignment: step.assignment }),
          configs: step.configs ?? {},
        });
        yield* this.sleep(20);
        return undefined;
      case 'deleteTopic':
        yield* this.admin.deleteTopic(step.topic);
        yield* this.sleep(20);
        return undefined;
      case 'addPartitions':
        yield* this.admin.createPartitions(step.topic, step.total);
        yield* this.sleep(20);
        return undefined;
      case 'describeTopic':
        return yield* this.describeTopic(step.topic);
      case 'deleteRecords':
        return yield* this.admin.deleteRecords(step.partition, step.before);
      case 'log': {
        const log = this.logOf(step.partition);
        return {
          logStart: log.logStartOffset,
          lastStable: log.lastStableOffset,
          highWatermark: log.highWatermark,
          logEnd: log.logEndOffset,
        };
      }
      case 'dump':
        return dump(this.logOf(step.partition));
      case 'rollSegment':
        this.logOf(step.partition).roll(Math.floor(this.world.kernel.now / 1000));
        return undefined;
      case 'enforceRetention':
        return this.cluster.broker(this.leaderOf(step.partition))?.enforceRetention(step.partition) ?? 0;
      case 'awaitCleaner': {
        do yield* this.sleep(500);
        while (isCleanable(this.logOf(step.partition), Math.floor(this.world.kernel.now / 1000)));
        return undefined;
      }
      case 'awaitReplicated':
        yield* this.until(() => this.logOf(step.partition).highWatermark === this.logOf(step.partition).logEndOffset);
        return undefined;
      case 'awaitIsr':
        yield* this.until(() => {
          const partition = this.registration(step.partition);
          return partition.leader >= 0 && [...partition.isr].sort().join() === [...step.isr].sort().join();
        });
        return undefined;
      case 'stopBroker':
        this.cluster.stopBroker(step.broker, step.controlled === true);
        yield* this.sleep(100);
        return undefined;
      case 'startBroker':
        this.cluster.startBroker(step.broker);
        yield* this.sleep(100);
        return undefined;
      case 'pauseReplication':
        this.cluster.broker(step.broker)?.replicas.fetchers.pause(step.partition);
        return undefined;
      case 'electLeader': {
        const results = yield* this.admin.electLeaders(step.type, [step.partition]);
        yield* this.sleep(50);
        return [...results].map(([partition, error]) => ({ partition, error: error === undefined ? null : sessionError(error) }));
      }
      case 'producer':
        this.producers.set(
          step.as,
          this.kafka.createProducer(this.newHost(step.as), { ...bootstrap, 'max.block.ms': '20000', ...step.config }),
        );
        return undefined;
      case 'consumer':
        this.consumers.set(step.as, this.newConsumer(step));
        return undefined;
      case 'joinAll':
        return yield* this.joinAll(step);
      case 'crash':
        this.consumers.get(step.by)?.host.crash();
        return undefined;
      case 'tool':
        return yield* this.runTool(step as unknown as RecordedTool);
      case 'rememberMember':
        this.members.set(step.as, (consumer as SessionConsumer).consumer.groupMetadata());
        return undefined;
      default:
        return (yield* this.groupStep(step)) ?? (yield* this.producerStep(step));
    }
  }

  private *groupStep(step: Step): Process<Json | undefined> {
    switch (step.do) {
      case 'groupOffsets':
        return offsetsJson(yield* this.admin.groupOffsets(step.group));
      case 'describeGroup': {
        const group = yield* this.admin.describeGroup(step.group);
        const members = group.members.map(({ clientId, memberId, instanceId, assignment }) => ({
          clientId,
          memberId,
          ...(instanceId === undefined ? {} : { instanceId }),
          partitions: [...assignment].sort(),
        }));
        members.sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
        return { state: group.state, assignor: group.protocol, members };
      }
      case 'alterGroupOffsets':
        yield* this.admin.alterGroupOffsets(step.group, parseOffsets(step.offsets));
        return undefined;
      case 'deleteGroupOffsets': {
        const partitions = step.partitions.map((name: string) => TopicPartition.parse(name));
        for (const problem of (yield* this.admin.deleteGroupOffsets(step.group, partitions)).values()) if (problem) throw problem;
        return undefined;
      }
      case 'deleteGroup':
        yield* this.admin.deleteGroup(step.group);
        return undefined;
    }
    return undefined;
  }

  private *producerStep(step: Step): Process<Json | undefined> {
    if (!producerSteps.has(step.do)) {
      if (groupSteps.has(step.do)) return undefined;
      throw new Error(`step ${step.do} is not there`);
    }
    return yield* performProducer(
      this.producers.get(step.by) as Producer<unknown, unknown>,
      step,
      ({ group, member, consumer }) =>
        group ?? this.members.get(member) ?? (this.consumers.get(consumer) as SessionConsumer).consumer.groupMetadata(),
    );
  }

  /** All consumers poll in turn until the group has settled and nothing more comes. */
  private *joinAll(step: Step): Process<Json> {
    const named = (step.by as string[]).map((name) => [name, this.consumers.get(name) as SessionConsumer] as const);
    for (const [, each] of named) each.collectFresh();
    let quiet = 0;
    for (let round = 0; round < 2000 && quiet < 4; round++) {
      let delivered = 0;
      for (const [, each] of named) delivered += yield* each.pollInto(50);
      quiet =
        delivered === 0 &&
        this.isSettled(
          step.group,
          named.map(([, each]) => each.consumer),
        )
          ? quiet + 1
          : 0;
    }
    return Object.fromEntries(
      named.map(([name, each]) => {
        const records = each.takeRecords();
        return [
          name,
          {
            assignment: each.consumer.assignment().map(String).sort(),
            generation: each.consumer.groupMetadata().generationId,
            ...each.takeNotes(),
            ...(Object.keys(records).length === 0 ? {} : { records }),
          },
        ];
      }),
    );
  }

  private *runTool(step: RecordedTool): Process<Json> {
    const tool = tools.get(step.tool);
    if (tool === undefined) throw new Error(`there is no tool ${step.tool}`);
    const result = yield* startTool(tool, step.args, step.stdin ?? '', this.kafka, this.newHost('tool'));
    return { ...asRecorded(step, withoutIds(result)) };
  }

  private isSettled(group: string, consumers: readonly Consumer<unknown, unknown>[]): boolean {
    const partition = this.cluster.metadata.partition('__consumer_offsets', coordinatorPartition(group, 50));
    const described = this.cluster.broker(partition?.leader ?? -1)?.groups.describe(group);
    if (described?.state !== 'Stable' || described.members.length !== consumers.length) return false;
    return consumers.every((consumer) => {
      const member = described.members.find(({ memberId }) => memberId === consumer.groupMetadata().memberId);
      return member !== undefined && [...member.assignment].sort().join() === consumer.assignment().map(String).sort().join();
    });
  }

  private *describeTopic(topic: string): Process<Json> {
    yield* this.sleep(200);
    const { partitions } = yield* this.admin.describeTopic(topic);
    return partitions.map(({ partition, leader, replicas, isr }) => ({
      partition,
      leader: leader < 0 ? null : leader,
      replicas: [...replicas],
      isr: [...isr].sort(),
    }));
  }

  private newConsumer(step: Step): SessionConsumer {
    const host = this.newHost(step.as);
    const config = {
      ...bootstrap,
      ...(step.group === undefined ? {} : { 'group.id': step.group }),
      'client.id': step.as,
      'fetch.max.wait.ms': '100',
      ...step.config,
    };
    return new SessionConsumer(host, this.kafka.createConsumer(host, config));
  }

  private newHost(name: string): SimHost {
    return new SimHost(this.world.kernel, name, 1);
  }

  private registration(name: string): { readonly leader: number; readonly isr: readonly number[] } {
    const { topic, partition } = TopicPartition.parse(name);
    const found = this.cluster.metadata.partition(topic, partition);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  private leaderOf(name: string): number {
    return this.registration(name).leader;
  }

  private logOf(name: string): PartitionLog {
    const log = this.cluster.broker(this.leaderOf(name))?.replicas.partitions.get(name)?.log;
    if (log === undefined) throw new Error(`${name} has no leader`);
    return log;
  }

  private *until(holds: () => boolean): Process<void> {
    for (let i = 0; i < 2000 && !holds(); i++) yield* this.sleep(50);
  }

  private *sleep(ms: number): Process<void> {
    yield* awaiting(this.host.clock.sleep(ms));
  }
}

const bootstrap = { 'bootstrap.servers': 'localhost:9092,localhost:9093,localhost:9094' };
const groupSteps = new Set(['groupOffsets', 'describeGroup', 'alterGroupOffsets', 'deleteGroupOffsets', 'deleteGroup']);
/** The step as recorded, with the result that it had here. */
export function withResult(step: Step, result: Json | undefined): Json {
  const { result: _, ...rest } = step;
  return (result === undefined ? rest : { ...rest, result }) as Json;
}

/** How many empty assignments a cooperative member is told depends on who polls first. */
function withoutEmptyAssigned(value: Json): Json {
  if (Array.isArray(value)) {
    const kept = value.filter(
      (each) => !(Array.isArray(each) && each[0] === 'assigned' && Array.isArray(each[1]) && each[1].length === 0),
    );
    return kept.map(withoutEmptyAssigned);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Readonly<Record<string, Json>>).map(
    ([key, each]) => [key, withoutEmptyAssigned(each)] as const,
  );
  return Object.fromEntries(entries.filter(([key, each]) => !(key === 'events' && Array.isArray(each) && each.length === 0)));
}
