import type { EventOf } from '../events.js';
import type { Recording } from '../Recording.js';
import { countUpTo, lastUpTo } from '../search.js';
import { Histories } from './Histories.js';

/** A broker at one position of the run. */
export interface BrokerView {
  readonly id: number;
  readonly isUp: boolean;
  /** How often it was started. */
  readonly incarnation: number;
}

/** A partition at one position of the run; offsets of its leader's log, ends exclusive. */
export interface PartitionView {
  /** `topic-0`. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  /** Id of the broker; undefined: none may lead. */
  readonly leader: number | undefined;
  readonly leaderEpoch: number;
  /** Ids of the brokers that hold it, in the order of the assignment. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** The first offset that can be read. */
  readonly logStart: number;
  /** Consumers read up to here. */
  readonly highWatermark: number;
  readonly logEnd: number;
}

/** One batch of a partition's log, as the leader appended it. */
export interface AppendedBatch {
  readonly seq: number;
  readonly fromOffset: number;
  /** Exclusive. */
  readonly untilOffset: number;
  /** The client that sent it, and the event of the sending; undefined for what brokers write themselves. */
  readonly producedBy: { readonly seq: number; readonly client: string } | undefined;
  readonly marker: 'COMMIT' | 'ABORT' | undefined;
  /** Texts of the records, `key=value`; undefined unless the run was recorded in detail. */
  readonly contents: readonly string[] | undefined;
}

interface Leadership {
  readonly seq: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  /** Ids of the brokers that hold it, in the order of the assignment. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** What is known of a partition's log by numbers. */
interface LogHistories {
  readonly start: Histories;
  readonly highWatermark: Histories;
  readonly end: Histories;
  /** 1 while the topic is there. */
  readonly exists: Histories;
}

/** All that a run says about the log of one partition. A topic that is deleted and made again goes on here. */
export class PartitionFacts {
  readonly leaderships: Leadership[] = [];
  /** In the order in which they were appended. Those that an election lost are among them. */
  readonly appended: AppendedBatch[] = [];

  constructor(
    /** Number in the order in which the run came to know of it. */
    readonly index: number,
    readonly name: string,
    readonly topic: string,
    readonly partition: number,
    private readonly histories: LogHistories,
  ) {}

  /** @returns undefined while there is no such partition */
  at(seq: number): PartitionView | undefined {
    if (this.histories.exists.at(this.index, seq) !== 1) return undefined;
    const { leader, leaderEpoch, replicas, isr } = lastUpTo(this.leaderships, seq) as Leadership;
    return {
      name: this.name,
      topic: this.topic,
      partition: this.partition,
      leader: leader < 0 ? undefined : leader,
      leaderEpoch,
      replicas,
      isr,
      logStart: this.histories.start.at(this.index, seq) ?? 0,
      highWatermark: this.histories.highWatermark.at(this.index, seq) ?? 0,
      logEnd: this.endAt(seq),
    };
  }

  endAt(seq: number): number {
    return this.histories.end.at(this.index, seq) ?? 0;
  }

  /** The first event, from `from` on, at which consumers may read the record at `offset`. */
  visibleFrom(offset: number, from: number): number | undefined {
    return this.histories.highWatermark.firstAbove(this.index, offset, from);
  }

  /** The batch that holds `offset` at event `seq`; undefined when nothing has been appended there, or it was lost. */
  batchAt(offset: number, seq: number): AppendedBatch | undefined {
    // After an unclean election an offset may be taken again: the last one counts.
    for (let i = countUpTo(this.appended, seq) - 1; i >= 0; i--) {
      const batch = this.appended[i]!;
      if (batch.fromOffset <= offset && offset < batch.untilOffset) return offset < this.endAt(seq) ? batch : undefined;
    }
    return undefined;
  }
}

/**
 * Brokers, and the logs of all partitions, over a run.
 *
 * ```ts
 * const logs = recording.project(KafkaLogs.of);
 * logs.at(seq);                      // every partition that is there at this event
 * logs.partition('orders-0')?.at(seq)
 * logs.brokersAt(seq)
 * ```
 */
export class KafkaLogs {
  private readonly byName = new Map<string, PartitionFacts>();
  private readonly histories: LogHistories = {
    start: new Histories(),
    highWatermark: new Histories(),
    end: new Histories(),
    exists: new Histories(),
  };
  /** Incarnations by the broker's id; negative: it is down. */
  private readonly brokers = new Histories();
  private readonly brokerIds = new Set<number>();
  private sorted: readonly PartitionFacts[] = [];

  static of(this: void, recording: Recording): KafkaLogs {
    const logs = new KafkaLogs();
    for (const event of recording) logs.read(event, recording);
    const byTopic = (a: PartitionFacts, b: PartitionFacts): number =>
      a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
    logs.sorted = [...logs.byName.values()].sort(byTopic);
    return logs;
  }

  /** Whether the run has a Kafka at all. */
  get isEmpty(): boolean {
    return this.brokerIds.size === 0;
  }

  /** All partitions that were ever there, by topic and number. Those of Kafka's own topics begin with `__`. */
  get partitions(): readonly PartitionFacts[] {
    return this.sorted;
  }

  partition(name: string): PartitionFacts | undefined {
    return this.byName.get(name);
  }

  /** The partitions that are there at `seq`, by topic and number. */
  at(seq: number): readonly PartitionView[] {
    return this.sorted.map((each) => each.at(seq)).filter((view) => view !== undefined);
  }

  /** All brokers, by id; those that have not been started yet are down. */
  brokersAt(seq: number): readonly BrokerView[] {
    return [...this.brokerIds]
      .sort((a, b) => a - b)
      .map((id) => {
        const incarnation = this.brokers.at(id, seq) ?? 0;
        return { id, isUp: incarnation > 0, incarnation: Math.abs(incarnation) };
      });
  }

  private read(event: ReturnType<Recording['get']>, recording: Recording): void {
    const { seq } = event;
    switch (event.type) {
      case 'broker.started':
        this.brokerIds.add(event.broker);
        this.brokers.add(event.broker, seq, event.incarnation);
        break;
      case 'broker.stopped':
        this.brokers.add(event.broker, seq, -Math.abs(this.brokers.lastOf(event.broker)));
        break;
      case 'topic.deleted':
        for (const each of this.byName.values()) if (each.topic === event.topic) this.histories.exists.add(each.index, seq, 0);
        break;
      case 'leader.elected': {
        const found = this.facts(event);
        const { start, highWatermark, end, exists } = this.histories;
        if (exists.lastOf(found.index) === 0) for (const offsets of [start, highWatermark, end]) offsets.add(found.index, seq, 0);
        exists.add(found.index, seq, 1);
        const { leader, leaderEpoch, replicas, isr } = event;
        found.leaderships.push({ seq, leader, leaderEpoch, replicas, isr });
        break;
      }
      case 'isr.changed': {
        const { leaderships } = this.facts(event);
        const last = leaderships.at(-1);
        if (last !== undefined) leaderships.push({ ...last, seq, isr: event.isr });
        break;
      }
      case 'record.appended':
        this.appended(event, recording);
        break;
      case 'highWatermark.moved':
        this.histories.highWatermark.add(this.facts(event).index, seq, event.offset);
        break;
      case 'logStart.moved':
        this.histories.start.add(this.facts(event).index, seq, event.offset);
        break;
      case 'log.truncated': {
        // A replica was cut to what the leader has. If nothing was appended since the election, the leader's end is told by this alone.
        const found = this.facts(event);
        const since = found.appended.at(-1)?.seq ?? -1;
        const { end } = this.histories;
        if (event.offset < end.lastOf(found.index) && since < (found.leaderships.at(-1)?.seq ?? -1))
          end.add(found.index, seq, event.offset);
        break;
      }
      default:
    }
  }

  private appended(event: EventOf<'record.appended'>, recording: Recording): void {
    const { seq, fromOffset, untilOffset, marker, contents, cause } = event;
    const found = this.facts(event);
    const sent = cause === undefined || cause < 0 ? undefined : recording.get(cause);
    const producedBy = sent?.type === 'record.produced' ? { seq: sent.seq, client: sent.client } : undefined;
    found.appended.push({ seq, fromOffset, untilOffset, producedBy, marker, contents });
    this.histories.end.add(found.index, seq, untilOffset);
  }

  private facts({ topic, partition }: { readonly topic: string; readonly partition: number }): PartitionFacts {
    const name = `${topic}-${partition}`;
    let found = this.byName.get(name);
    if (found === undefined) {
      found = new PartitionFacts(this.byName.size, name, topic, partition, this.histories);
      this.byName.set(name, found);
    }
    return found;
  }
}
