import type { Recording } from '../Recording.js';
import { ConsumerGroups, type Fetch } from './ConsumerGroups.js';
import { type AppendedBatch, KafkaLogs } from './KafkaLogs.js';

/** What a group did about one record. */
export interface GroupJourney {
  readonly group: string;
  /** Every poll that handed it out: more than one means that it was read again. */
  readonly fetches: readonly Fetch[];
  /** The event of the first commit that covers it; before the first fetch it came too early, and a crash between them loses the record. */
  readonly committedAt: number | undefined;
}

/** The way of one record through Kafka, up to an event of the run. Numbers are events. */
export interface RecordJourney {
  /** `topic-0`. */
  readonly partition: string;
  readonly offset: number;
  /** Text of the record, where the run was recorded in detail. */
  readonly text: string | undefined;
  readonly producedBy: AppendedBatch['producedBy'];
  readonly appendedAt: number;
  /** The high watermark passed it: consumers may read it from here on. */
  readonly visibleAt: number | undefined;
  /** Of every group that read it or committed beyond it, by name; consumers without a group are `''`. */
  readonly groups: readonly GroupJourney[];
}

/** Follows one record. @returns undefined when there is no such record at `seq` */
export function recordJourney(recording: Recording, partition: string, offset: number, seq: number): RecordJourney | undefined {
  const facts = recording.project(KafkaLogs.of).partition(partition);
  const batch = facts?.batchAt(offset, seq);
  if (facts === undefined || batch === undefined) return undefined;
  const upTo = (event: number | undefined): number | undefined => (event !== undefined && event <= seq ? event : undefined);
  const groups = recording.project(ConsumerGroups.of);
  const fetches = groups
    .fetchesOf(partition)
    .filter((each) => each.seq > batch.seq && each.seq <= seq && each.fromOffset <= offset && offset < each.untilOffset);
  const journeys = groups.names.map(
    (group): GroupJourney => ({
      group,
      fetches: fetches.filter((each) => (each.group ?? '') === group),
      committedAt: upTo(groups.commitOf(group, partition, offset, batch.seq)),
    }),
  );
  return {
    partition,
    offset,
    text: batch.contents?.[offset - batch.fromOffset],
    producedBy: batch.producedBy,
    appendedAt: batch.seq,
    visibleAt: upTo(facts.visibleFrom(offset, batch.seq)),
    groups: journeys.filter((each) => each.fetches.length > 0 || each.committedAt !== undefined),
  };
}
