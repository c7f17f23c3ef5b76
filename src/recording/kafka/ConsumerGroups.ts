import type { Recording } from '../Recording.js';
import { lastUpTo } from '../search.js';
import { Histories } from './Histories.js';
import { KafkaLogs, type PartitionFacts } from './KafkaLogs.js';

/** Where a group stands in one partition, at one position of the run. */
export interface GroupPartitionView {
  /** `topic-0`. */
  readonly name: string;
  /** The next offset that its consumer reads; undefined: none has one yet. */
  readonly position: number | undefined;
  /** Client id of that consumer. */
  readonly client: string | undefined;
  /** What a restart would go on from; undefined: nothing is committed. */
  readonly committed: number | undefined;
  /** Log end minus the commit; negative when the commit is behind the end. */
  readonly lag: number | undefined;
}

/** A group at one position of the run. */
export interface GroupView {
  readonly group: string;
  /** As its coordinator says it: `Stable`, `PreparingRebalance`, …; undefined for a group without members ever. */
  readonly state: string | undefined;
  readonly generation: number;
  /** Names of the partitions by member id, while the group is stable. */
  readonly assignment: Readonly<Record<string, readonly string[]>> | undefined;
  /** Partitions with a position or a commit, by topic and number. */
  readonly partitions: readonly GroupPartitionView[];
}

interface Phase {
  readonly seq: number;
  readonly state: string;
  readonly generation: number;
  readonly assignment: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A poll that handed out records of a partition, the end exclusive. */
export interface Fetch {
  readonly seq: number;
  readonly client: string;
  readonly group: string | undefined;
  readonly fromOffset: number;
  readonly untilOffset: number;
}

/** A group and a partition that have to do with each other. */
interface Pair {
  readonly name: string;
  /** Key of its numbers. */
  readonly index: number;
  log: PartitionFacts | undefined;
}

/**
 * Positions and commits of all groups over a run, and what polls handed out. Consumers without a group are under the group `''`.
 *
 * ```ts
 * const groups = recording.project(ConsumerGroups.of);
 * groups.at(seq);                    // every group with its partitions
 * groups.group('g', seq)?.partitions
 * ```
 */
export class ConsumerGroups {
  private readonly phases = new Map<string, Phase[]>();
  private readonly pairs = new Map<string, Map<string, Pair>>();
  private pairCount = 0;
  private readonly positions = new Histories();
  /** -1: removed. */
  private readonly commits = new Histories();
  /** Whose position it is: a number of `clients`. */
  private readonly holders = new Histories();
  private readonly clients: string[] = [];
  private readonly clientNumbers = new Map<string, number>();
  private readonly fetches = new Map<string, Fetch[]>();

  private constructor(private readonly logs: KafkaLogs) {}

  static of(this: void, recording: Recording): ConsumerGroups {
    const groups = new ConsumerGroups(recording.project(KafkaLogs.of));
    for (const event of recording) groups.read(event);
    groups.sort();
    return groups;
  }

  /** All groups that were ever there, by name. */
  get names(): readonly string[] {
    return [...new Set([...this.phases.keys(), ...this.pairs.keys()])].sort();
  }

  at(seq: number): readonly GroupView[] {
    const ends = this.endsAt(seq);
    return this.names.map((name) => this.view(name, seq, ends)).filter((view) => view !== undefined);
  }

  /** @returns undefined before its first event */
  group(group: string, seq: number): GroupView | undefined {
    return this.view(group, seq, this.endsAt(seq));
  }

  /** The first event, from `from` on, with a commit of the group that covers `offset`; undefined: there is none. */
  commitOf(group: string, partition: string, offset: number, from: number): number | undefined {
    const pair = this.pairs.get(group)?.get(partition);
    return pair === undefined ? undefined : this.commits.firstAbove(pair.index, offset, from);
  }

  /** Who was handed records of a partition, in order. */
  fetchesOf(partition: string): readonly Fetch[] {
    return this.fetches.get(partition) ?? [];
  }

  private read(event: ReturnType<Recording['get']>): void {
    const { seq } = event;
    switch (event.type) {
      case 'group.changed': {
        const { state, generation, assignment } = event;
        const phases = this.phases.get(event.group) ?? [];
        this.phases.set(event.group, phases);
        phases.push({ seq, state, generation, assignment });
        break;
      }
      case 'record.fetched': {
        const { client, group, fromOffset, untilOffset } = event;
        const name = `${event.topic}-${event.partition}`;
        const fetches = this.fetches.get(name) ?? [];
        this.fetches.set(name, fetches);
        fetches.push({ seq, client, group, fromOffset, untilOffset });
        this.moved(seq, group, name, client, untilOffset);
        break;
      }
      case 'position.moved':
        this.moved(seq, event.group, `${event.topic}-${event.partition}`, event.client, event.offset);
        break;
      case 'offsets.committed':
        for (const [name, offset] of Object.entries(event.offsets))
          this.commits.add(this.pair(event.group, name).index, seq, offset);
        break;
      case 'offsets.removed':
        for (const name of event.partitions) this.commits.add(this.pair(event.group, name).index, seq, -1);
        break;
      default:
    }
  }

  private view(group: string, seq: number, ends: Float64Array): GroupView | undefined {
    const phase = lastUpTo(this.phases.get(group) ?? [], seq);
    const partitions: GroupPartitionView[] = [];
    for (const { name, index, log } of this.pairs.get(group)?.values() ?? []) {
      const found = this.commits.at(index, seq);
      const committed = found === undefined || found < 0 ? undefined : found;
      const position = this.positions.at(index, seq);
      if (committed === undefined && position === undefined) continue;
      const client = position === undefined ? undefined : this.clients[this.holders.at(index, seq) as number];
      const lag = committed === undefined ? undefined : (log === undefined ? 0 : ends[log.index]!) - committed;
      partitions.push({ name, position, client, committed, lag });
    }
    if (phase === undefined && partitions.length === 0) return undefined;
    return { group, state: phase?.state, generation: phase?.generation ?? 0, assignment: phase?.assignment, partitions };
  }

  /** Log ends by index of the partition. */
  private endsAt(seq: number): Float64Array {
    const { partitions } = this.logs;
    const ends = new Float64Array(partitions.length);
    for (const each of partitions) ends[each.index] = each.endAt(seq);
    return ends;
  }

  private moved(seq: number, group: string | undefined, name: string, client: string, offset: number): void {
    const { index } = this.pair(group ?? '', name);
    let holder = this.clientNumbers.get(client);
    if (holder === undefined) {
      holder = this.clients.push(client) - 1;
      this.clientNumbers.set(client, holder);
    }
    this.positions.add(index, seq, offset);
    this.holders.add(index, seq, holder);
  }

  private pair(group: string, name: string): Pair {
    let ofGroup = this.pairs.get(group);
    if (ofGroup === undefined) {
      ofGroup = new Map();
      this.pairs.set(group, ofGroup);
    }
    let found = ofGroup.get(name);
    if (found === undefined) {
      found = { name, index: this.pairCount++, log: undefined };
      ofGroup.set(name, found);
    }
    return found;
  }

  /** Partitions by topic and number, as the logs have them. */
  private sort(): void {
    const place = new Map(this.logs.partitions.map(({ name }, i) => [name, i]));
    for (const [group, pairs] of this.pairs) {
      for (const pair of pairs.values()) pair.log = this.logs.partition(pair.name);
      this.pairs.set(group, new Map([...pairs].sort(([a], [b]) => (place.get(a) ?? 0) - (place.get(b) ?? 0))));
    }
  }
}
