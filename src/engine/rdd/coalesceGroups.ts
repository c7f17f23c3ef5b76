import { JavaRandom } from '../jvm/JavaRandom.js';

/** Parent partitions that become one. */
export interface CoalesceGroup {
  readonly members: number[];
  /** The machine that it was made for. */
  readonly host: string | undefined;
}

const SEED = 7919;
const REPLICAS = 3;
const BALANCE_SLACK = 0.1;

/**
 * Distributes `length` parent partitions over at most `count` groups (SC-105): in runs of neighbours when no partition has a preferred host, else
 * packed by host with draws of a fixed seed, so that neighbours part. Model: apache/spark 3.2.1 core/.../rdd/CoalescedRDD.scala
 * `DefaultPartitionCoalescer`.
 * @param hostsOf preferred hosts of a parent partition, now
 */
export function coalesceGroups(
  length: number,
  count: number,
  hostsOf: (partition: number) => readonly string[],
): CoalesceGroup[] {
  const target = Math.min(count, length);
  const hosts = Array.from({ length }, (_, partition) => hostsOf(partition));
  return hosts.every(({ length: some }) => some === 0) ? neighbours(length, target) : new Packing(hosts, target).groups();
}

function neighbours(length: number, target: number): CoalesceGroup[] {
  return Array.from({ length: target }, (_, i) => {
    const start = Math.floor((i * length) / target);
    const end = Math.floor(((i + 1) * length) / target);
    return { members: Array.from({ length: end - start }, (__, offset) => start + offset), host: undefined };
  });
}

class Packing {
  private readonly random = new JavaRandom(SEED);
  private readonly made: CoalesceGroup[] = [];
  private readonly byHost = new Map<string, CoalesceGroup[]>();
  private readonly taken = new Set<number>();
  /** First hosts of all partitions, then second ones, then third ones. */
  private readonly located: readonly { readonly host: string; readonly partition: number }[];

  constructor(
    private readonly hosts: readonly (readonly string[])[],
    private readonly target: number,
  ) {
    this.located = Array.from({ length: REPLICAS }, (_, replica) =>
      hosts.flatMap(({ [replica]: host }, partition) => (host === undefined ? [] : [{ host, partition }])),
    ).flat();
  }

  groups(): CoalesceGroup[] {
    this.makeGroups();
    this.fillEmpty(this.located.map(({ partition }) => partition));
    this.fillEmpty(this.hosts.flatMap((hosts, partition) => (hosts.length === 0 ? [partition] : [])));
    this.hosts.forEach((_, partition) => {
      if (!this.taken.has(partition)) this.binFor(partition).members.push(partition);
    });
    return this.made.filter(({ members }) => members.length > 0);
  }

  /** A group for each host that is seen early enough; further ones for hosts drawn. */
  private makeGroups(): void {
    const { located, target } = this;
    const looks = Math.min(2 * Math.trunc(Math.log(target) * target + target + 0.5), located.length);
    for (let i = 0; i < looks && this.made.length < target; i++) {
      const { host, partition } = located[i] as (typeof located)[number];
      if (!this.byHost.has(host)) this.makeGroup(host, partition);
    }
    while (this.made.length < target) {
      const { host, partition } = located[this.random.nextInt(located.length)] as (typeof located)[number];
      this.makeGroup(host, partition);
    }
  }

  private makeGroup(host: string, first: number): void {
    const group: CoalesceGroup = { members: [], host };
    this.made.push(group);
    this.byHost.set(host, [...(this.byHost.get(host) ?? []), group]);
    this.take(first, group);
  }

  private take(partition: number, group: CoalesceGroup): void {
    if (this.taken.has(partition)) return;
    this.taken.add(partition);
    group.members.push(partition);
  }

  /** One for each group that has none. */
  private fillEmpty(partitions: readonly number[]): void {
    let next = 0;
    for (const group of this.made) {
      while (group.members.length === 0 && next < partitions.length) this.take(partitions[next++] as number, group);
    }
  }

  /** The smallest group of a preferred host, or of two groups drawn, when the former is too large already. */
  private binFor(partition: number): CoalesceGroup {
    const near = smallest(
      (this.hosts[partition] as readonly string[]).flatMap((host) => smallest(this.byHost.get(host) ?? []) ?? []),
    );
    const a = this.made[this.random.nextInt(this.made.length)] as CoalesceGroup;
    const b = this.made[this.random.nextInt(this.made.length)] as CoalesceGroup;
    const drawn = a.members.length < b.members.length ? a : b;
    const slack = Math.trunc(BALANCE_SLACK * this.hosts.length);
    return near === undefined || drawn.members.length + slack <= near.members.length ? drawn : near;
  }
}

function smallest(groups: readonly CoalesceGroup[]): CoalesceGroup | undefined {
  let found: CoalesceGroup | undefined;
  for (const group of groups) if (found === undefined || group.members.length < found.members.length) found = group;
  return found;
}
