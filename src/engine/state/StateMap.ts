import { require, UnsupportedOperationException } from '../errors.js';
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

interface Info<S> {
  readonly state: S | undefined;
  readonly updateTime: number;
  readonly deleted: boolean;
}

const DEFAULT_CAPACITY = 64;
const deletion: Info<never> = { state: undefined, updateTime: -1, deleted: true };

/**
 * What a batch changed, on top of the map of the batch before, which stays as it is (SS-634). Chains of maps are flattened only when a map is
 * serialised (SS-636).
 */
export class OpenHashMapBasedStateMap<K, S> implements StateMap<K, S> {
  private delta: OpenHashMap<K, Info<S>>;

  /** @throws {IllegalArgumentException} for a capacity or limit that is not positive */
  constructor(
    private parent: StateMap<K, S> = new EmptyStateMap<K, S>(),
    initialCapacity = DEFAULT_CAPACITY,
    private readonly deltaChainThreshold = 20,
  ) {
    require(initialCapacity >= 1, 'Invalid initial capacity');
    require(deltaChainThreshold >= 1, 'Invalid delta chain threshold');
    this.delta = new OpenHashMap(initialCapacity);
  }

  get(key: K): S | undefined {
    const info = this.delta.get(key);
    if (info !== undefined) return info.deleted ? undefined : info.state;
    return this.parent.get(key);
  }

  getByTime(threshold: number): StateEntry<K, S>[] {
    return this.visible(this.parent.getByTime(threshold), (info) => info.updateTime < threshold);
  }

  getAll(): StateEntry<K, S>[] {
    return this.visible(this.parent.getAll(), () => true);
  }

  put(key: K, state: S, updateTime: number): void {
    this.delta.update(key, { state, updateTime, deleted: false });
  }

  remove(key: K): void {
    this.delta.update(key, deletion);
  }

  copy(): StateMap<K, S> {
    return new OpenHashMapBasedStateMap<K, S>(this, DEFAULT_CAPACITY, this.deltaChainThreshold);
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
    return this.delta.size + below;
  }

  /** What serialising does to the map itself: it flattens the parents when the chain is long. */
  serialize(): void {
    if (this.shouldCompact) this.parent = this.flattened(this.approximateSize > 0 ? this.approximateSize : DEFAULT_CAPACITY);
  }

  /** The map as it comes back from serialisation: on top of one flat parent, with capacities that follow from the sizes. */
  deserialized(): OpenHashMapBasedStateMap<K, S> {
    const flat = this.flattened(Math.max(this.approximateSize, DEFAULT_CAPACITY));
    const copy = new OpenHashMapBasedStateMap<K, S>(flat, this.delta.size || DEFAULT_CAPACITY, this.deltaChainThreshold);
    for (const [key, info] of this.delta) copy.delta.update(key, info);
    return copy;
  }

  private flattened(capacity: number): OpenHashMapBasedStateMap<K, S> {
    const flat = new OpenHashMapBasedStateMap<K, S>(undefined, capacity, this.deltaChainThreshold);
    for (const [key, state, updateTime] of this.parent.getAll()) flat.put(key, state, updateTime);
    return flat;
  }

  /** The parents' entries that this map does not mention, then its own. */
  private visible(below: StateEntry<K, S>[], wanted: (info: Info<S>) => boolean): StateEntry<K, S>[] {
    const { delta } = this;
    const entries = delta.size === 0 ? below : below.filter((entry) => !delta.has(entry[0]));
    for (const [key, info] of delta) {
      if (!info.deleted && wanted(info)) entries.push([key, info.state as S, info.updateTime]);
    }
    return entries;
  }
}
