import type { Recording } from './Recording.js';
import { lastUpTo } from './search.js';

/** A group at a partition. */
export interface GroupOffsets {
  readonly group: string;
  /** The next offset that it reads. */
  readonly position: number | undefined;
  /** What a restart begins with. */
  readonly committed: number | undefined;
}

/** A partition of a topic at one position of the run. Ends are exclusive. */
export interface PartitionOffsets {
  readonly topic: string;
  readonly partition: number;
  readonly logStart: number;
  /** Behind the last record of the leader's log. */
  readonly end: number;
  /** Up to here consumers may read. */
  readonly highWatermark: number;
  /** Broker; -1 for none. */
  readonly leader: number | undefined;
  readonly isr: readonly number[];
  readonly groups: readonly GroupOffsets[];
}

/** Records of a partition for one group: `inLog = committed + pending + unread`. */
export interface OffsetLedger {
  readonly inLog: number;
  readonly committed: number;
  /** Read, not committed: a restart reads them again. */
  readonly pending: number;
  readonly unread: number;
}

interface Moved {
  readonly seq: number;
  readonly offset: number;
}
interface GroupHistory {
  readonly positions: Moved[];
  readonly commits: Moved[];
}
interface PartitionHistory {
  readonly topic: string;
  readonly partition: number;
  readonly madeAt: number;
  readonly starts: Moved[];
  readonly ends: Moved[];
  readonly watermarks: Moved[];
  readonly leaders: { readonly seq: number; readonly leader: number }[];
  readonly isrs: { readonly seq: number; readonly isr: readonly number[] }[];
  readonly groups: Map<string, GroupHistory>;
}

/** The partitions of every topic of the run, and how far each group is; Kafka's own topics are left out. */
export class Offsets {
  private readonly partitions = new Map<string, PartitionHistory>();

  static of(this: void, recording: Recording): Offsets {
    const offsets = new Offsets();
    for (const event of recording) {
      const { seq } = event;
      switch (event.type) {
        case 'record.appended':
          offsets.partition(event, seq)?.ends.push({ seq, offset: event.untilOffset });
          break;
        case 'log.truncated':
          break;
        case 'highWatermark.moved':
          offsets.partition(event, seq)?.watermarks.push({ seq, offset: event.offset });
          break;
        case 'logStart.moved':
          offsets.partition(event, seq)?.starts.push({ seq, offset: event.offset });
          break;
        case 'leader.elected': {
          const at = offsets.partition(event, seq);
          at?.leaders.push({ seq, leader: event.leader });
          at?.isrs.push({ seq, isr: event.isr });
          break;
        }
        case 'isr.changed':
          offsets.partition(event, seq)?.isrs.push({ seq, isr: event.isr });
          break;
        case 'position.moved':
          offsets.group(event, event.group ?? event.client, seq)?.positions.push({ seq, offset: event.offset });
          break;
        case 'record.fetched':
          offsets.group(event, event.group ?? event.client, seq)?.positions.push({ seq, offset: event.untilOffset });
          break;
        case 'offsets.committed':
          for (const [name, offset] of Object.entries(event.offsets)) {
            const dash = name.lastIndexOf('-');
            const of = { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
            offsets.group(of, event.group, seq)?.commits.push({ seq, offset });
          }
          break;
        default:
      }
    }
    return offsets;
  }

  get isEmpty(): boolean {
    return this.partitions.size === 0;
  }

  /** Partitions by topic and number, as far as `seq`. */
  at(seq: number): readonly PartitionOffsets[] {
    return [...this.partitions.values()]
      .filter(({ madeAt }) => madeAt <= seq)
      .map((each): PartitionOffsets => {
        const end = lastUpTo(each.ends, seq)?.offset ?? 0;
        return {
          topic: each.topic,
          partition: each.partition,
          logStart: lastUpTo(each.starts, seq)?.offset ?? 0,
          end,
          highWatermark: lastUpTo(each.watermarks, seq)?.offset ?? 0,
          leader: lastUpTo(each.leaders, seq)?.leader,
          isr: lastUpTo(each.isrs, seq)?.isr ?? [],
          groups: [...each.groups].flatMap(([group, { positions, commits }]): GroupOffsets[] => {
            const position = lastUpTo(positions, seq)?.offset;
            const committed = lastUpTo(commits, seq)?.offset;
            return position === undefined && committed === undefined ? [] : [{ group, position, committed }];
          }),
        };
      })
      .sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
  }

  private partition({ topic, partition }: { readonly topic: string; readonly partition: number }, seq: number) {
    if (topic.startsWith('__')) return undefined;
    const key = `${topic}-${partition}`;
    const known = this.partitions.get(key);
    if (known !== undefined) return known;
    const lists = { starts: [], ends: [], watermarks: [], leaders: [], isrs: [], groups: new Map<string, GroupHistory>() };
    const made: PartitionHistory = { topic, partition, madeAt: seq, ...lists };
    this.partitions.set(key, made);
    return made;
  }

  private group(of: { readonly topic: string; readonly partition: number }, name: string, seq: number) {
    const partition = this.partition(of, seq);
    if (partition === undefined) return undefined;
    const known = partition.groups.get(name) ?? { positions: [], commits: [] };
    partition.groups.set(name, known);
    return known;
  }
}

/** Without a commit, a restart begins at the start of the log as far as anybody can tell. */
export function offsetLedger({ logStart, end }: PartitionOffsets, { position, committed }: GroupOffsets): OffsetLedger {
  const within = (offset: number): number => Math.max(logStart, Math.min(end, offset));
  const c = within(committed ?? logStart);
  const p = Math.max(c, within(position ?? c));
  return { inLog: end - logStart, committed: c - logStart, pending: p - c, unread: end - p };
}
