import { require, UnsupportedOperationException } from '../errors.js';
import { type Entry, KeyIndex } from '../jvm/KeyIndex.js';
import { OpenHashMap } from './OpenHashMap.js';

/** A key's state and the batch time, in ms, at which it was last touched. */
export type StateEntry<K, S> = readonly [key: K, state: S, updateTime: number];

/** The states of a partition after one batch. Model: apache/spark 3.2.1 streaming/.../util/StateMap.scala. */
export interface StateMap<K, S> {
  get(key: K): S | undefined;
  /** Entries whose time is before `threshold`, in ms. */
  getByTime(threshold: number): StateEntry<K, S>[];
  getAll(): StateEntry<K, S>[];
  put(key: K, state: S, updateTime: number): void;
  remove(key: K): void;
  /** A map that starts as this one and changes without changing it. */
  copy(): StateMap<K, S>;
}

/** No states; what every chain of maps ends in. */
export class EmptyStateMap<K, S> implements StateMap<K, S> {
  constructor(private readonly threshold?: number) {}
  get(): undefined {
    return undefined;
  }
  getByTime(): StateEntry<K, S>[] {
    return [];
  }
  getAll(): StateEntry<K, S>[] {
    return [];
  }
  put(): void {
    throw new UnsupportedOperationException('put() should not be called on an EmptyStateMap');
  }
  remove(): void {}
  copy(): StateMap<K, S> {
    return new OpenHashMapBasedStateMap<K, S>(undefined, undefined, this.threshold);
  }
}

/** What one batch made of one key. It never changes once the batch is over, so maps may share it. */
interface Change<K, S> {
  readonly key: K;
  state: S | undefined;
  updateTime: number;
  isDeleted: boolean;
  /** The `mark` of the map that it was made for; not the map, which would be kept with all its parents. */
  readonly mark: object;
}

const DEFAULT_CAPACITY = 64;

/**
 * What a batch changed, on top of the map of the batch before, which stays as it is (SS-634). Chains of maps are flattened only when a map is
 * serialised (SS-636).
 *
 * The newest map of a chain also has an index of the newest change of every key, which it hands on to its copy: a key is found at once, however long
 * the chain, and what a batch does not touch costs nothing. Older maps go through the chain.
 */
export class OpenHashMapBasedStateMap<K, S> implements StateMap<K, S> {
  /** One for each key, in the order in which they came. */
  private readonly changes: Change<K, S>[] = [];
  /** The same as Spark's table, once its order or a key of an older map is asked for. */
  private table: OpenHashMap<K, Change<K, S>> | undefined;
  private newest: KeyIndex<K, Change<K, S>> | undefined;
  private readonly mark = {};
  /** The key that was found last: it is usually written next. */
  private foundKey: K | undefined;
  private found: Entry<K, Change<K, S>> | undefined;

  /** @throws {IllegalArgumentException} for a capacity or limit that is not positive */
  constructor(
    private parent: StateMap<K, S> = new EmptyStateMap<K, S>(),
    private readonly initialCapacity = DEFAULT_CAPACITY,
    private readonly deltaChainThreshold = 20,
  ) {
    require(initialCapacity >= 1, 'Invalid initial capacity');
    require(deltaChainThreshold >= 1, 'Invalid delta chain threshold');
  }

  get(key: K): S | undefined {
    const change = this.find(key)?.value;
    return change === undefined || change.isDeleted ? undefined : change.state;
  }

  getByTime(threshold: number): StateEntry<K, S>[] {
    return this.visible(({ updateTime }) => updateTime < threshold);
  }

  getAll(): StateEntry<K, S>[] {
    return this.visible(() => true);
  }

  put(key: K, state: S, updateTime: number): void {
    this.change(key, state, updateTime, false);
  }

  remove(key: K): void {
    this.change(key, undefined, -1, true);
  }

  copy(): StateMap<K, S> {
    const copy = new OpenHashMapBasedStateMap<K, S>(this, DEFAULT_CAPACITY, this.deltaChainThreshold);
    copy.newest = this.newest;
    this.newest = undefined;
    this.foundKey = undefined;
    this.found = undefined;
    return copy;
  }

  /** 0 on top of the empty map. */
  get deltaChainLength(): number {
    return this.parent instanceof OpenHashMapBasedStateMap ? this.parent.deltaChainLength + 1 : 0;
  }

  get shouldCompact(): boolean {
    return this.deltaChainLength >= this.deltaChainThreshold;
  }

  /** An upper bound of the number of entries: deletions count, and keys count once for each map of the chain. */
  get approximateSize(): number {
    const below = this.parent instanceof OpenHashMapBasedStateMap ? this.parent.approximateSize : 0;
    return this.changes.length + below;
  }

  /** What serialising does to the map itself: it flattens the parents when the chain is long. */
  serialize(): void {
    if (this.shouldCompact) this.parent = this.flattened(this.approximateSize > 0 ? this.approximateSize : DEFAULT_CAPACITY);
  }

  /** The map as it comes back from serialisation: on top of one flat parent, with capacities that follow from the sizes. */
  deserialized(): OpenHashMapBasedStateMap<K, S> {
    const flat = this.flattened(Math.max(this.approximateSize, DEFAULT_CAPACITY));
    const copy = new OpenHashMapBasedStateMap<K, S>(flat, this.changes.length || DEFAULT_CAPACITY, this.deltaChainThreshold);
    for (const [, change] of this.delta) copy.changes.push({ ...change, mark: copy.mark });
    return copy;
  }

  /** One map with what the parents have; the changes themselves are shared. */
  private flattened(capacity: number): OpenHashMapBasedStateMap<K, S> {
    const { parent } = this;
    const flat = new OpenHashMapBasedStateMap<K, S>(undefined, capacity, this.deltaChainThreshold);
    if (!(parent instanceof OpenHashMapBasedStateMap)) return flat;
    const index = this.index();
    parent.forEach((change) => {
      const newest = this.delta.has(change.key) ? parent.changeOf(change.key) : index.find(change.key)?.value;
      if (newest === change && !change.isDeleted) flat.changes.push(change);
    });
    return flat;
  }

  /** The parents' entries that this map does not mention, then its own. */
  private visible(isWanted: (change: Change<K, S>) => boolean): StateEntry<K, S>[] {
    const index = this.index();
    const entries: StateEntry<K, S>[] = [];
    this.forEach((change) => {
      if (change.isDeleted || index.find(change.key)?.value !== change || !isWanted(change)) return;
      entries.push([change.key, change.state as S, change.updateTime]);
    });
    return entries;
  }

  private change(key: K, state: S | undefined, updateTime: number, isDeleted: boolean): void {
    const entry = this.find(key);
    const last = entry?.value;
    if (last?.mark === this.mark) {
      last.state = state;
      last.updateTime = updateTime;
      last.isDeleted = isDeleted;
      return;
    }
    const change = { key, state, updateTime, isDeleted, mark: this.mark };
    if (entry === undefined) this.index().add(key, change);
    else entry.value = change;
    this.changes.push(change);
    this.table?.update(key, change);
  }

  private find(key: K): Entry<K, Change<K, S>> | undefined {
    if (this.found !== undefined && this.foundKey === key) return this.found;
    this.found = this.index().find(key);
    this.foundKey = key;
    return this.found;
  }

  /** The newest change of every key; made anew when a copy has it. */
  private index(): KeyIndex<K, Change<K, S>> {
    if (this.newest !== undefined) return this.newest;
    const index = new KeyIndex<K, Change<K, S>>();
    this.forEach((change) => {
      const entry = index.find(change.key);
      if (entry === undefined) index.add(change.key, change);
      else entry.value = change;
    });
    this.newest = index;
    return index;
  }

  private get delta(): OpenHashMap<K, Change<K, S>> {
    if (this.table === undefined) {
      this.table = new OpenHashMap(this.initialCapacity);
      for (const change of this.changes) this.table.update(change.key, change);
    }
    return this.table;
  }

  /** The change that a map of the chain sees, found without an index. */
  private changeOf(key: K): Change<K, S> | undefined {
    return this.delta.get(key) ?? (this.parent instanceof OpenHashMapBasedStateMap ? this.parent.changeOf(key) : undefined);
  }

  /** Every change of the chain, the oldest map's first, each map's in the order of its table. */
  private forEach(visit: (change: Change<K, S>) => void): void {
    if (this.parent instanceof OpenHashMapBasedStateMap) this.parent.forEach(visit);
    for (const [, change] of this.delta) visit(change);
  }
}
