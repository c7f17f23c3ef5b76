import type { TopicPartition } from '../../../../../engine/kafka/TopicPartition.js';
import { compareText } from '../memberOrder.js';

/** Members by the number of their partitions, then by id. A member is taken out while its partitions change. */
export class MembersBySize implements Iterable<string> {
  private readonly members: string[] = [];
  constructor(private readonly assignment: ReadonlyMap<string, readonly TopicPartition[]>) {
    for (const member of assignment.keys()) this.add(member);
  }

  get fewest(): number {
    return this.sizeOf(this.members[0]);
  }

  get most(): number {
    return this.sizeOf(this.members.at(-1));
  }

  add(member: string): void {
    let low = 0;
    let high = this.members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(this.members[middle] as string, member) < 0) low = middle + 1;
      else high = middle;
    }
    this.members.splice(low, 0, member);
  }

  remove(member: string): void {
    this.members.splice(this.members.indexOf(member), 1);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.members[Symbol.iterator]();
  }

  private compare(a: string, b: string): number {
    return this.sizeOf(a) - this.sizeOf(b) || compareText(a, b);
  }

  private sizeOf(member: string | undefined): number {
    return member === undefined ? 0 : (this.assignment.get(member)?.length ?? 0);
  }
}
