import { JavaHashMap } from '../../../../../engine/jvm/JavaHashMap.js';
import type { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import type { Assignment } from '../Assignor.js';
import type { Claim } from './ownership.js';

/** Who has each partition now, and who had it before. */
export interface PreviousAssignment {
  /** Each member's partitions, in the order of a Java `HashMap` of all of them. */
  readonly current: Assignment;
  /** The owner before the present one, by the partition's text, where two claims of different generations tell. */
  readonly earlierOwner: ReadonlyMap<string, string>;
}

/**
 * The claims of the members, of which the one with the highest generation counts.
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `prepopulateCurrentAssignments`.
 */
export function previousAssignment(claims: ReadonlyMap<string, Claim>): PreviousAssignment {
  const ownersOf = new JavaHashMap<TopicPartition, Map<number, string>>();
  for (const [member, { partitions, generation }] of claims) {
    for (const partition of partitions) {
      let owners = ownersOf.get(partition);
      if (owners === undefined) {
        owners = new Map();
        ownersOf.put(partition, owners);
      }
      // Of two claims in one generation the first counts; of two without generation the last.
      if (generation === undefined || !owners.has(generation)) owners.set(generation ?? NO_GENERATION, member);
    }
  }
  const current: Assignment = new Map();
  const earlierOwner = new Map<string, string>();
  for (const [member] of claims) current.set(member, []);
  for (const [partition, owners] of ownersOf) {
    const [latest, earlier] = [...owners.keys()].sort((a, b) => b - a);
    current.get(owners.get(latest as number) as string)?.push(partition);
    if (earlier !== undefined) earlierOwner.set(String(partition), owners.get(earlier) as string);
  }
  return { current, earlierOwner };
}

const NO_GENERATION = -1;
