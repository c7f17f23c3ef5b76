import { AppendOnlyMap } from '../jvm/AppendOnlyMap.js';
import { CompactBuffer } from '../jvm/Seq.js';
import type { RecordIterator } from '../RecordIterator.js';
import type { Aggregator, ShuffleDependency } from '../rdd/Dependency.js';
import { BlocksIterator } from '../rdd/iterators/BlocksIterator.js';
import { ChainIterator } from '../rdd/iterators/ChainIterator.js';
import type { Pair } from '../rdd/Pair.js';
import { type Attributed, attributing, settled } from './byKey.js';
import type { Origin, Provenance } from './Provenance.js';
import { keep, kept } from './records.js';

type Blocks<K, V> = readonly (readonly Pair<K, V>[])[];

/** The blocks that a reducer fetched, one after the other. */
export function blockRecords<T>(blocks: readonly (readonly T[])[], provenance: Provenance | undefined): RecordIterator<T> {
  return provenance === undefined
    ? new BlocksIterator(blocks)
    : new ChainIterator(blocks.map((block) => () => kept(block, provenance)));
}

/** What `ShuffledRDD.compute` does, with where each record is from. */
export function attributedReduce<K, V, C>(
  blocks: Blocks<K, C>,
  options: ShuffleDependency<K, V, C>['options'],
  operator: string,
  provenance: Provenance,
): RecordIterator<Pair<K, C>> {
  const { aggregator, mapSideCombine, keyOrdering } = options;
  if (aggregator === undefined) {
    const records = blockRecords(blocks, provenance);
    return keyOrdering === undefined ? records : attributedSort(records, keyOrdering, provenance);
  }
  const pairs =
    mapSideCombine === true
      ? combined(
          blockRecords(blocks, provenance),
          { create: (value: C) => value, mergeValue: aggregator.mergeCombiners },
          operator,
          provenance,
        )
      : combined(blockRecords(blocks as unknown as Blocks<K, V>, provenance), aggregator, operator, provenance);
  return keyOrdering === undefined ? kept(pairs, provenance) : sorted(pairs, keyOrdering, provenance);
}

/** What `combineInPlace` does. */
export function attributedCombine<K, V, C>(
  records: RecordIterator<Pair<K, V>>,
  aggregator: Aggregator<V, C>,
  provenance: Provenance,
): RecordIterator<Pair<K, C>> {
  return kept(combined(records, aggregator, 'combined in place', provenance), provenance);
}

function combined<K, V, C>(
  records: RecordIterator<Pair<K, V>>,
  aggregator: Pick<Aggregator<V, C>, 'create' | 'mergeValue'>,
  operator: string,
  provenance: Provenance,
): Pair<K, C>[] {
  const { create, mergeValue } = attributing(aggregator, provenance);
  const table = new AppendOnlyMap<K, Attributed<C>>();
  records.drain((pair) => table.combine(pair[0], pair[1], create, mergeValue));
  return settled(table.toPairs(), operator, provenance);
}

/** The pairs by key, stably. */
export const attributedSort = <K, C>(
  records: RecordIterator<Pair<K, C>>,
  compare: (a: K, b: K) => number,
  provenance: Provenance,
): RecordIterator<Pair<K, C>> => sorted(keep(records, provenance), compare, provenance);

function sorted<K, C>(pairs: Pair<K, C>[], compare: (a: K, b: K) => number, provenance: Provenance): RecordIterator<Pair<K, C>> {
  const origins = provenance.of(pairs) ?? [];
  const order = pairs.map((pair, index) => ({ pair, index })).sort((a, b) => compare(a.pair[0], b.pair[0]));
  const inOrder = order.map(({ pair }) => pair);
  return kept(
    provenance.attach(
      inOrder,
      order.map(({ index }) => origins[index] as Origin),
    ),
    provenance,
  );
}

interface Group {
  readonly group: CompactBuffer<unknown>;
  readonly origins: Origin[];
}

/** What `CoGroupedRDD.compute` does: each value of a group has its origin, and each record those of all its groups. */
export function attributedGroups<K>(
  sources: readonly (() => RecordIterator<Pair<K, unknown>>)[],
  operator: string,
  provenance: Provenance,
): RecordIterator<Pair<K, readonly CompactBuffer<unknown>[]>> {
  const table = new AppendOnlyMap<K, Group[]>();
  const none = () =>
    sources.map((): Group => {
      const group = { group: new CompactBuffer<unknown>(), origins: [] };
      provenance.attach(group.group, group.origins);
      return group;
    });
  sources.forEach((source, at) => {
    const add = (groups: Group[], value: unknown) => {
      const { group, origins } = groups[at] as Group;
      group.push(value);
      origins.push(provenance.current);
      return groups;
    };
    source().drain((pair) => table.combine(pair[0], pair[1], (value) => add(none(), value), add));
  });
  const records: Pair<K, readonly CompactBuffer<unknown>[]>[] = [];
  const origins: Origin[] = [];
  for (const [key, groups] of table) {
    records.push([key, groups.map(({ group }) => group)]);
    origins.push(
      provenance.node(
        operator,
        groups.flatMap((each) => each.origins),
      ),
    );
  }
  return kept(provenance.attach(records, origins), provenance);
}
