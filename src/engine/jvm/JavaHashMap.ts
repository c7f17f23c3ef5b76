import type { Pair } from '../rdd/Pair.js';
import { hashCode } from './hashCode.js';
import { javaEquals } from './javaEquals.js';

interface Node<K, V> {
  readonly key: K;
  readonly hash: number;
  value: V;
  next: Node<K, V> | undefined;
}

const INITIAL_CAPACITY = 16;
/** A longer chain makes a small table grow. */
const LONGEST_CHAIN = 8;
const SMALL_TABLE = 64;

/**
 * `java.util.HashMap` with its order of iteration, which `subtract` and `subtractByKey` show (SC-132): slots upwards, in a slot the order of
 * insertion. Java turns a chain of more than eight keys into a tree once the table has 64 slots, which can change the order inside that slot;
 * that is not modelled.
 */
export class JavaHashMap<K, V> implements Iterable<Pair<K, V>> {
  private table: (Node<K, V> | undefined)[] = new Array(INITIAL_CAPACITY);
  private count = 0;

  get size(): number {
    return this.count;
  }

  has(key: K): boolean {
    return this.find(key) !== undefined;
  }

  get(key: K): V | undefined {
    return this.find(key)?.value;
  }

  put(key: K, value: V): void {
    const hash = spread(hashCode(key));
    const slot = hash & (this.table.length - 1);
    let last: Node<K, V> | undefined;
    let length = 0;
    for (let node = this.table[slot]; node !== undefined; node = node.next) {
      if (node.hash === hash && javaEquals(key, node.key)) {
        node.value = value;
        return;
      }
      last = node;
      length++;
    }
    const added: Node<K, V> = { key, hash, value, next: undefined };
    if (last === undefined) this.table[slot] = added;
    else last.next = added;
    if (length >= LONGEST_CHAIN && this.table.length < SMALL_TABLE) this.grow();
    if (++this.count > this.table.length * 0.75) this.grow();
  }

  /** Whether the key was there. */
  remove(key: K): boolean {
    const hash = spread(hashCode(key));
    const slot = hash & (this.table.length - 1);
    let before: Node<K, V> | undefined;
    for (let node = this.table[slot]; node !== undefined; before = node, node = node.next) {
      if (node.hash !== hash || !javaEquals(key, node.key)) continue;
      if (before === undefined) this.table[slot] = node.next;
      else before.next = node.next;
      this.count--;
      return true;
    }
    return false;
  }

  *keys(): Generator<K, void, undefined> {
    for (const [key] of this) yield key;
  }

  *[Symbol.iterator](): Generator<Pair<K, V>, void, undefined> {
    for (const first of this.table) {
      for (let node = first; node !== undefined; node = node.next) yield [node.key, node.value];
    }
  }

  private find(key: K): Node<K, V> | undefined {
    const hash = spread(hashCode(key));
    let node = this.table[hash & (this.table.length - 1)];
    while (node !== undefined && !(node.hash === hash && javaEquals(key, node.key))) node = node.next;
    return node;
  }

  /** Doubles the table; keys of one slot keep their order. */
  private grow(): void {
    const old = this.table;
    const table: (Node<K, V> | undefined)[] = new Array(old.length * 2);
    const lasts: (Node<K, V> | undefined)[] = new Array(table.length);
    for (const first of old) {
      for (let node = first; node !== undefined; ) {
        const following: Node<K, V> | undefined = node.next;
        const slot = node.hash & (table.length - 1);
        const last = lasts[slot];
        if (last === undefined) table[slot] = node;
        else last.next = node;
        lasts[slot] = node;
        node.next = undefined;
        node = following;
      }
    }
    this.table = table;
  }
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
