import { IllegalStateException } from '../../../engine/errors.js';
import { JavaHashMap } from '../../../engine/jvm/JavaHashMap.js';
import { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import type { TopicPartition } from '../../../engine/kafka/TopicPartition.js';
import type { RebalanceListener } from '../../../engine/ports/KafkaClient.js';
import type { LeaderAndEpoch } from '../net/ClientMetadata.js';
import { NoOffsetForPartitionException } from './exceptions.js';

export type ResetPolicy = 'latest' | 'earliest' | 'none';

/** Where a consumer reads on. Model: kafka 2.8.0 clients/consumer/internals/SubscriptionState.java `FetchPosition`. */
export interface FetchPosition {
  readonly offset: number;
  /** Epoch of the record before; undefined after a plain seek. */
  readonly offsetEpoch: number | undefined;
  readonly currentLeader: LeaderAndEpoch;
}

export function positionText({ offset, offsetEpoch, currentLeader: { leader, epoch } }: FetchPosition): string {
  const node = leader === undefined ? 'Optional.empty' : `Optional[${leader.host}:${leader.port} (id: ${leader.id} rack: null)]`;
  const ofOffset = offsetEpoch === undefined ? 'Optional.empty' : `Optional[${offsetEpoch}]`;
  return `FetchPosition{offset=${offset}, offsetEpoch=${ofOffset}, currentLeader=LeaderAndEpoch{leader=${node}, epoch=${epoch < 0 ? 'absent' : epoch}}}`;
}

interface Assigned {
  readonly partition: TopicPartition;
  state: 'initializing' | 'awaitingReset' | 'awaitingValidation' | 'fetching';
  position: FetchPosition | undefined;
  reset: Exclude<ResetPolicy, 'none'> | undefined;
  paused: boolean;
  /** Nothing is asked for it again before this instant, in ms. */
  retryAt: number;
}

/** What a consumer reads, and where it stands. Model: kafka 2.8.0 clients/consumer/internals/SubscriptionState.java (KA-096 to KA-103). */
export class SubscriptionState {
  private mode: 'none' | 'topics' | 'pattern' | 'assigned' = 'none';
  private topics: readonly string[] = [];
  /** Of the whole group, known to its leader. */
  private groupTopics: readonly string[] = [];
  pattern: RegExp | undefined;
  listener: RebalanceListener | undefined;
  /** Goes up with every new assignment: late answers for an old one don't count. */
  assignmentId = 0;
  private partitions = new Map<string, Assigned>();

  constructor(private readonly policy: ResetPolicy) {}

  get hasPolicy(): boolean {
    return this.policy !== 'none';
  }

  get isAutoAssigned(): boolean {
    return this.mode === 'topics' || this.mode === 'pattern';
  }

  get isEmpty(): boolean {
    return this.mode === 'none';
  }

  /** Told of every position that does not come from reading on. */
  onSeek: (partition: TopicPartition, offset: number) => void = () => {};
  private advanced = new Map<string, TopicPartition>();

  get subscription(): readonly string[] {
    return this.isAutoAssigned ? this.topics : [];
  }

  /** Whose metadata is needed. */
  get metadataTopics(): readonly string[] {
    return [...new Set([...this.topics, ...this.groupTopics])];
  }

  /** @returns whether the topics changed */
  subscribe(topics: readonly string[], listener: RebalanceListener | undefined): boolean {
    this.setMode('topics');
    this.listener = listener;
    return this.changeTopics(topics);
  }

  subscribePattern(pattern: RegExp, listener: RebalanceListener | undefined): void {
    this.setMode('pattern');
    this.pattern = pattern;
    this.listener = listener;
  }

  /** The topics that the pattern matches now. @returns whether they changed */
  changeTopics(topics: readonly string[]): boolean {
    const sorted = [...new Set(topics)].sort();
    if (sorted.join('\n') === this.topics.join('\n')) return false;
    this.topics = sorted;
    return true;
  }

  addGroupTopics(topics: readonly string[]): void {
    this.groupTopics = [...new Set([...this.groupTopics, ...topics])];
  }

  resetGroupTopics(): void {
    this.groupTopics = [];
  }

  assignManually(partitions: readonly TopicPartition[]): void {
    this.setMode('assigned');
    this.setPartitions(partitions);
    this.topics = [...new Set(partitions.map(({ topic }) => topic))];
  }

  assignFromGroup(partitions: readonly TopicPartition[]): void {
    this.setPartitions(partitions, partitions.length);
  }

  unsubscribe(): void {
    this.mode = 'none';
    this.topics = [];
    this.groupTopics = [];
    this.pattern = undefined;
    this.setPartitions([]);
  }

  matches(partition: TopicPartition): boolean {
    return this.pattern === undefined ? this.topics.includes(partition.topic) : this.pattern.test(partition.topic);
  }

  get assigned(): readonly TopicPartition[] {
    return [...this.partitions.values()].map(({ partition }) => partition);
  }

  get paused(): readonly TopicPartition[] {
    return [...this.partitions.values()].filter(({ paused }) => paused).map(({ partition }) => partition);
  }

  isAssigned(name: string): boolean {
    return this.partitions.has(name);
  }

  setPaused(partition: TopicPartition, paused: boolean): void {
    this.of(partition).paused = paused;
  }

  isPaused(name: string): boolean {
    return this.partitions.get(name)?.paused ?? false;
  }

  position(name: string): FetchPosition | undefined {
    return this.partitions.get(name)?.position;
  }

  /** The position, if it is known to be good. */
  validPosition(name: string): FetchPosition | undefined {
    const found = this.partitions.get(name);
    return found?.state === 'fetching' ? found.position : undefined;
  }

  isFetchable(name: string): boolean {
    const found = this.partitions.get(name);
    return found?.state === 'fetching' && !found.paused;
  }

  /** Sets a position; one with an epoch is to be validated first (KA-047). */
  seek(partition: TopicPartition, position: FetchPosition): void {
    const found = this.of(partition);
    found.position = position;
    found.reset = undefined;
    found.state = position.offsetEpoch !== undefined && position.currentLeader.epoch >= 0 ? 'awaitingValidation' : 'fetching';
    found.retryAt = 0;
    this.onSeek(partition, position.offset);
  }

  /** Moves on after records were handed out. */
  advance(name: string, position: FetchPosition): void {
    const found = this.partitions.get(name);
    if (found === undefined) return;
    found.position = position;
    this.advanced.set(name, found.partition);
  }

  /** Partitions whose positions have moved since the last call, by name. */
  takeAdvanced(): ReadonlyMap<string, TopicPartition> {
    const { advanced } = this;
    if (advanced.size > 0) this.advanced = new Map();
    return advanced;
  }

  validated(name: string): void {
    const found = this.partitions.get(name);
    if (found?.state === 'awaitingValidation') found.state = 'fetching';
  }

  /** The leader has changed: a position with an epoch has to be looked at again. */
  leaderChanged(name: string, currentLeader: LeaderAndEpoch): void {
    const found = this.partitions.get(name);
    const position = found?.position;
    if (found === undefined || position === undefined) return;
    const { leader, epoch } = position.currentLeader;
    if (leader?.id === currentLeader.leader?.id && epoch === currentLeader.epoch) return;
    found.position = { ...position, currentLeader };
    if (found.state === 'fetching' && position.offsetEpoch !== undefined && currentLeader.epoch >= 0) {
      found.state = 'awaitingValidation';
      found.retryAt = 0;
    }
  }

  /** The offset will be looked up: at the log's start, at its end, or as the policy says. */
  requestReset(partition: TopicPartition, to: ResetPolicy = this.policy): void {
    const found = this.of(partition);
    if (to === 'none') throw new NoOffsetForPartitionException([partition]);
    found.state = 'awaitingReset';
    found.reset = to;
    found.position = undefined;
    found.retryAt = 0;
  }

  resetOf(name: string): Exclude<ResetPolicy, 'none'> | undefined {
    const found = this.partitions.get(name);
    return found?.state === 'awaitingReset' ? found.reset : undefined;
  }

  /** Without a commit and without a position the policy decides. @throws {NoOffsetForPartitionException} */
  resetInitializing(): void {
    const without: TopicPartition[] = [];
    for (const each of this.inState('initializing')) {
      if (this.hasPolicy) this.requestReset(each);
      else without.push(each);
    }
    if (without.length > 0) throw new NoOffsetForPartitionException(without);
  }

  inState(state: Assigned['state'], now = Number.POSITIVE_INFINITY): TopicPartition[] {
    return [...this.partitions.values()]
      .filter((each) => each.state === state && each.retryAt <= now)
      .map(({ partition }) => partition);
  }

  backOff(partitions: readonly TopicPartition[], until: number): void {
    for (const partition of partitions) {
      const found = this.partitions.get(partition.toString());
      if (found !== undefined) found.retryAt = until;
    }
  }

  get hasAllPositions(): boolean {
    for (const { state } of this.partitions.values()) if (state !== 'fetching') return false;
    return true;
  }

  /** What `commitSync()` commits: the positions that are known (KA-115). */
  allConsumed(): Map<TopicPartition, OffsetAndMetadata> {
    const consumed = new Map<TopicPartition, OffsetAndMetadata>();
    for (const { partition, state, position } of this.partitions.values())
      if (state === 'fetching' && position !== undefined)
        consumed.set(partition, new OffsetAndMetadata(position.offset, '', position.offsetEpoch));
    return consumed;
  }

  /** A partition that has given data goes behind the others. */
  moveToEnd(name: string): void {
    const found = this.partitions.get(name);
    if (found === undefined) return;
    this.partitions.delete(name);
    this.partitions.set(name, found);
  }

  private of(partition: TopicPartition): Assigned {
    const found = this.partitions.get(partition.toString());
    if (found === undefined) throw new IllegalStateException(`No current assignment for partition ${partition}`);
    return found;
  }

  private setMode(mode: 'topics' | 'pattern' | 'assigned'): void {
    if (this.mode === 'none') this.mode = mode;
    else if (this.mode !== mode)
      throw new IllegalStateException('Subscription to topics, partitions and pattern are mutually exclusive');
  }

  /**
   * The order of the partitions is seen: in what is fetched first, and in what a cooperative member says it owns. It is that of a HashMap,
   * topic by topic. Model: SubscriptionState.java `partitionToStateMap`, common/internals/PartitionStates.java `update`.
   * @param capacity of the HashMap
   */
  private setPartitions(partitions: readonly TopicPartition[], capacity?: number): void {
    const hashed = new JavaHashMap<TopicPartition, Assigned>(capacity);
    for (const partition of partitions) {
      const fresh = {
        partition,
        state: 'initializing' as const,
        position: undefined,
        reset: undefined,
        paused: false,
        retryAt: 0,
      };
      hashed.put(partition, this.partitions.get(partition.toString()) ?? fresh);
    }
    const byTopic = new Map<string, Assigned[]>();
    for (const [{ topic }, state] of hashed) {
      const ofTopic = byTopic.get(topic);
      if (ofTopic === undefined) byTopic.set(topic, [state]);
      else ofTopic.push(state);
    }
    this.partitions = new Map([...byTopic.values()].flat().map((state) => [state.partition.toString(), state]));
    this.assignmentId++;
  }
}
