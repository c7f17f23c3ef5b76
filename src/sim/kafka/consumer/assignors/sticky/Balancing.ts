import type { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import type { Assignment, Subscription } from '../Assignor.js';
import { MembersBySize } from './MembersBySize.js';
import { PartitionMovements } from './PartitionMovements.js';

/**
 * Makes an assignment of the general case complete and as even as the subscriptions allow.
 * Model: kafka 2.8.0 clients/consumer/internals/AbstractStickyAssignor.java `balance`, `performReassignments`, `isBalanced`.
 */
export class Balancing {
  private readonly members: MembersBySize;
  private readonly movements = new PartitionMovements();
  private readonly ownerOf = new Map<string, string>();
  /** How many partitions a member could have at most. */
  private readonly potential = new Map<string, number>();

  /**
   * @param assignment what every member keeps; is changed
   * @param earlierOwner who had a partition before its present owner, by the partition's text
   * @param subscribers members by topic
   */
  constructor(
    private readonly assignment: Assignment,
    private readonly earlierOwner: ReadonlyMap<string, string>,
    private readonly subscribers: ReadonlyMap<string, readonly string[]>,
    private readonly partitionsPerTopic: ReadonlyMap<string, number>,
    private readonly subscriptions: ReadonlyMap<string, Subscription>,
  ) {
    this.members = new MembersBySize(assignment);
    for (const [member, partitions] of assignment) {
      for (const partition of partitions) this.ownerOf.set(String(partition), member);
      const { topics } = subscriptions.get(member) as Subscription;
      this.potential.set(
        member,
        [...new Set(topics)].reduce((sum, topic) => sum + (partitionsPerTopic.get(topic) ?? 0), 0),
      );
    }
  }

  /**
   * @param partitions all of them, `unassigned` those that nobody has, both in the order in which they are looked at
   * @param isRevocationRequired a member lost partitions because it no longer subscribes to their topic
   */
  run(partitions: readonly TopicPartition[], unassigned: readonly TopicPartition[], isRevocationRequired: boolean): void {
    const isInitial = this.members.most === 0;
    for (const partition of unassigned) this.assign(partition);
    const fixed = this.takeOutFixed();
    const before = new Map([...this.assignment].map(([member, owned]) => [member, [...owned]]));
    // New partitions alone may be enough, and moving them takes nothing from anybody.
    if (!isRevocationRequired) this.reassign(unassigned.filter((each) => this.isMovable(each)));
    const changed = this.reassign(partitions.filter((each) => this.isMovable(each)));
    if (!isInitial && changed && unevenness(this.assignment) >= unevenness(before)) {
      for (const [member, owned] of before) this.assignment.set(member, owned);
    }
    for (const [member, owned] of fixed) this.assignment.set(member, owned);
  }

  /** To the subscriber that has fewest; a topic may have none. */
  private assign(partition: TopicPartition): void {
    const member = this.leastLoaded(partition.topic);
    if (member === undefined) return;
    this.members.remove(member);
    this.assignment.get(member)?.push(partition);
    this.ownerOf.set(String(partition), member);
    this.members.add(member);
  }

  private leastLoaded(topic: string): string | undefined {
    for (const member of this.members) if (this.subscriptions.get(member)?.topics.includes(topic)) return member;
    return undefined;
  }

  private isMovable({ topic }: TopicPartition): boolean {
    return (this.subscribers.get(topic)?.length ?? 0) >= 2;
  }

  /** Members that have all they can have, of which nothing could go elsewhere, take no part. */
  private takeOutFixed(): Assignment {
    const fixed: Assignment = new Map();
    for (const [member, owned] of this.assignment) {
      if (owned.length < (this.potential.get(member) as number) || owned.some((each) => this.isMovable(each))) continue;
      this.members.remove(member);
      fixed.set(member, owned);
    }
    for (const member of fixed.keys()) this.assignment.delete(member);
    return fixed;
  }

  /** Goes over the partitions until none moves any more. Whether any did. */
  private reassign(partitions: readonly TopicPartition[]): boolean {
    let hasMoved = false;
    let isModified: boolean;
    do {
      isModified = false;
      for (const partition of partitions) {
        if (this.isBalanced()) break;
        if (!this.improve(partition)) continue;
        isModified = true;
        hasMoved = true;
      }
    } while (isModified);
    return hasMoved;
  }

  /** Gives the partition to somebody who has at least two fewer than its owner: best its earlier owner, else who has fewest. */
  private improve(partition: TopicPartition): boolean {
    const size = this.sizeOf(this.ownerOf.get(String(partition)) as string);
    const earlier = this.earlierOwner.get(String(partition));
    if (earlier !== undefined && size > this.sizeOf(earlier) + 1) {
      this.move(partition, earlier);
      return true;
    }
    if (!this.subscribers.get(partition.topic)?.some((member) => size > this.sizeOf(member) + 1)) return false;
    this.move(partition, this.leastLoaded(partition.topic) as string);
    return true;
  }

  private move(wanted: TopicPartition, to: string): void {
    const partition = this.movements.actualPartition(wanted, this.ownerOf.get(String(wanted)) as string, to);
    const from = this.ownerOf.get(String(partition)) as string;
    this.members.remove(from);
    if (to !== from) this.members.remove(to);
    this.movements.move(partition, from, to);
    const owned = this.assignment.get(from) as TopicPartition[];
    owned.splice(
      owned.findIndex((each) => each.equals(partition)),
      1,
    );
    this.assignment.get(to)?.push(partition);
    this.ownerOf.set(String(partition), to);
    this.members.add(to);
    if (to !== from) this.members.add(from);
  }

  /** Nobody differs by more than one, or nobody could have a partition of somebody who has more. */
  private isBalanced(): boolean {
    if (this.members.fewest >= this.members.most - 1) return true;
    for (const member of this.members) {
      const size = this.sizeOf(member);
      if (size < (this.potential.get(member) as number) && this.couldTakeFromLarger(member, size)) return false;
    }
    return true;
  }

  private couldTakeFromLarger(member: string, size: number): boolean {
    for (const topic of this.subscriptions.get(member)?.topics ?? []) {
      for (let i = 0; i < (this.partitionsPerTopic.get(topic) ?? 0); i++) {
        const owner = this.ownerOf.get(`${topic}-${i}`) as string;
        if (owner !== member && size < this.sizeOf(owner)) return true;
      }
    }
    return false;
  }

  private sizeOf(member: string): number {
    return this.assignment.get(member)?.length ?? 0;
  }
}

/** The sum of the differences between any two members. */
function unevenness(assignment: ReadonlyMap<string, readonly TopicPartition[]>): number {
  const sizes = [...assignment.values()].map(({ length }) => length);
  return sizes.reduce((sum, size, i) => sizes.slice(i + 1).reduce((rest, other) => rest + Math.abs(size - other), sum), 0);
}
