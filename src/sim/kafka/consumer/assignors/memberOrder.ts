import type { Subscription } from './Assignor.js';

/**
 * Ids of members in the order in which `range` and `roundrobin` serve them: those with an instance id by it, then the others by member id
 * (KA-154). Model: kafka 2.8.0 clients/consumer/internals/AbstractPartitionAssignor.java `MemberInfo`.
 */
export function memberOrder(subscriptions: ReadonlyMap<string, Subscription>): string[] {
  const instanceOf = (member: string): string | undefined => subscriptions.get(member)?.groupInstanceId;
  return [...subscriptions.keys()].sort((a, b) => {
    const x = instanceOf(a);
    const y = instanceOf(b);
    if (x !== undefined && y !== undefined) return compareText(x, y);
    if (x !== undefined) return -1;
    if (y !== undefined) return 1;
    return compareText(a, b);
  });
}

/** Java's `String.compareTo`: by UTF-16 units. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
