import type { Pair } from '../rdd/Pair.js';
import { hashCode } from './hashCode.js';
import { insertIntoTree, JavaNode, removeFromTree, treeify, untreeify } from './JavaTreeBin.js';
import { javaEquals } from './javaEquals.js';

const INITIAL_CAPACITY = 16;
/** A longer chain becomes a tree, or makes a small table grow. */
const LONGEST_CHAIN = 8;
/** A tree that a growing table leaves with so few nodes becomes a chain again. */
const SMALLEST_TREE = 6;
const SMALL_TABLE = 64;

/**
 * `java.util.HashMap` with its order of iteration, which `subtract` and `subtractByKey` show (SC-132): slots upwards, in a slot the order of
 * insertion, unless it is so crowded that it is a tree. Model: openjdk 17 java.base/java/util/HashMap.java.
 */
export class JavaHashMap<K, V> implements Iterable<Pair<K, V>> {
  private table: (JavaNode<K, V> | undefined)[];
  private count = 0;

  /** @param capacity as Java's constructor takes it: the table begins with the next power of two */
  constructor(capacity = INITIAL_CAPACITY) {
    this.table = new Array(2 ** Math.ceil(Math.log2(Math.max(1, capacity))));
  }

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
    const first = this.table[slot];
    let last: JavaNode<K, V> | undefined;
    let length = 0;
    for (let node = first; node !== undefined; node = node.next) {
      if (node.hash === hash && javaEquals(key, node.key)) {
        node.value = value;
        return;
      }
      last = node;
      length++;
    }
    const added = new JavaNode(key, hash, value);
    if (first === undefined || last === undefined) {
      this.table[slot] = added;
    } else if (first.isInTree) {
      this.table[slot] = insertIntoTree(first, added);
    } else {
      append(last, added);
      if (length >= LONGEST_CHAIN) {
        if (this.table.length < SMALL_TABLE) this.grow();
        else this.table[slot] = treeify(first);
      }
    }
    if (++this.count > this.table.length * 0.75) this.grow();
  }

  /** Whether the key was there. */
  remove(key: K): boolean {
    const node = this.find(key);
    if (node === undefined) return false;
    const slot = node.hash & (this.table.length - 1);
    if (node.isInTree) {
      this.table[slot] = removeFromTree(this.table[slot] as JavaNode<K, V>, node);
    } else {
      if (node.previous === undefined) this.table[slot] = node.next;
      else node.previous.next = node.next;
      if (node.next !== undefined) node.next.previous = node.previous;
    }
    this.count--;
    return true;
  }

  *keys(): Generator<K, void, undefined> {
    for (const [key] of this) yield key;
  }

  *[Symbol.iterator](): Generator<Pair<K, V>, void, undefined> {
    for (const first of this.table) {
      for (let node = first; node !== undefined; node = node.next) yield [node.key, node.value];
    }
  }

  private find(key: K): JavaNode<K, V> | undefined {
    const hash = spread(hashCode(key));
    let node = this.table[hash & (this.table.length - 1)];
    while (node !== undefined && !(node.hash === hash && javaEquals(key, node.key))) node = node.next;
    return node;
  }

  /** Doubles the table; what stays together keeps its order. */
  private grow(): void {
    const old = this.table;
    this.table = new Array(old.length * 2);
    old.forEach((first, slot) => {
      if (first === undefined) return;
      const low = new Chain<K, V>();
      const high = new Chain<K, V>();
      for (let node: JavaNode<K, V> | undefined = first; node !== undefined; ) {
        const { next }: JavaNode<K, V> = node;
        ((node.hash & old.length) === 0 ? low : high).append(node);
        node = next;
      }
      this.table[slot] = low.toSlot(first.isInTree, high);
      this.table[slot + old.length] = high.toSlot(first.isInTree, low);
    });
  }
}

class Chain<K, V> {
  private first: JavaNode<K, V> | undefined;
  private last: JavaNode<K, V> | undefined;
  private length = 0;

  append(node: JavaNode<K, V>): void {
    node.next = undefined;
    node.previous = undefined;
    if (this.last === undefined) this.first = node;
    else append(this.last, node);
    this.last = node;
    this.length++;
  }

  toSlot(wasTree: boolean, sibling: Chain<K, V>): JavaNode<K, V> | undefined {
    if (this.first === undefined || !wasTree) return this.first;
    if (this.length <= SMALLEST_TREE) return untreeify(this.first);
    // A tree that was not divided stays as it is.
    return sibling.length === 0 ? this.first : treeify(this.first);
  }
}

function append<K, V>(last: JavaNode<K, V>, added: JavaNode<K, V>): void {
  last.next = added;
  added.previous = last;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
