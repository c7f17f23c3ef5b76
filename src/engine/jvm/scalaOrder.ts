import type { Pair } from '../rdd/Pair.js';
import { hashHash } from './hashCode.js';
import { scalaEquals } from './javaEquals.js';

/**
 * The entries of Scala's immutable `Map` in its order: up to four in the order of insertion, more in that of a hash trie. Of equal keys the
 * first stays, with the last value. Model: scala 2.13.5 scala/collection/immutable/HashMap.scala.
 */
export function immutableMapOrder<K, V>(pairs: readonly Pair<K, V>[]): Pair<K, V>[] {
  const nodes = distinct(pairs);
  return (nodes.length <= SMALL ? nodes : trieOrder(nodes, 0)).map((node): Pair<K, V> => [node.key, node.value]);
}

/** The elements of Scala's immutable `Set` in its order. Model: scala 2.13.5 scala/collection/immutable/HashSet.scala. */
export function immutableSetOrder<T>(elements: readonly T[]): T[] {
  return immutableMapOrder(elements.map((element): Pair<T, null> => [element, null])).map(([element]) => element);
}

/**
 * The entries of Scala's mutable `HashMap` in its order, as `collectAsMap` returns it. Of equal keys the first stays, with the last value.
 * Model: scala 2.13.5 scala/collection/mutable/HashMap.scala.
 * @param sizeHint what `sizeHint` was called with while the map was empty
 */
export function mutableMapOrder<K, V>(pairs: readonly Pair<K, V>[], sizeHint?: number): Pair<K, V>[] {
  const nodes = distinct(pairs);
  const slots = mutableCapacity(pairs, nodes.length, sizeHint);
  const order = nodes.map((_, i) => i);
  order.sort((i, j) => {
    const a = nodes[i] as Node<K, V>;
    const b = nodes[j] as Node<K, V>;
    // Chains are kept in the order of hashes; equal hashes in the order of insertion.
    const x = spread(a.hash);
    const y = spread(b.hash);
    return (x & (slots - 1)) - (y & (slots - 1)) || x - y || i - j;
  });
  return order.map((i): Pair<K, V> => {
    const node = nodes[i] as Node<K, V>;
    return [node.key, node.value];
  });
}

const SMALL = 4;

interface Node<K, V> {
  readonly key: K;
  readonly hash: number;
  value: V;
}

/** By Scala's `==`, in the order of insertion. */
function distinct<K, V>(pairs: readonly Pair<K, V>[]): Node<K, V>[] {
  const nodes: Node<K, V>[] = [];
  const byHash = new Map<number, Node<K, V>[]>();
  for (const [key, value] of pairs) {
    const hash = hashHash(key);
    let alike = byHash.get(hash);
    if (alike === undefined) {
      alike = [];
      byHash.set(hash, alike);
    }
    const found = alike.find((node) => scalaEquals(node.key, key));
    if (found !== undefined) {
      found.value = value;
    } else {
      const node = { key, hash, value };
      alike.push(node);
      nodes.push(node);
    }
  }
  return nodes;
}

/** A node of the trie takes five bits of the hash: first the keys that are alone with theirs, then the subtrees; both by these bits. */
function trieOrder<K, V>(nodes: readonly Node<K, V>[], shift: number): Node<K, V>[] {
  if (shift > 31) return [...nodes];
  const branches: Node<K, V>[][] = Array.from({ length: 32 }, () => []);
  for (const node of nodes) branches[(improve(node.hash) >>> shift) & 31]?.push(node);
  const alone = branches.filter((branch) => branch.length === 1).flat();
  const subtrees = branches.filter((branch) => branch.length > 1).flatMap((branch) => trieOrder(branch, shift + 5));
  return [...alone, ...subtrees];
}

/** Model: scala 2.13.5 scala/collection/Hashing.scala. */
function improve(hash: number): number {
  let h = (hash + ~(hash << 9)) | 0;
  h ^= h >>> 14;
  h = (h + (h << 4)) | 0;
  return h ^ (h >>> 10);
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

/** Slots of the mutable table at the end: it grows before an insertion, even of a key that it has, that could reach 75 %. */
function mutableCapacity<K, V>(pairs: readonly Pair<K, V>[], size: number, sizeHint: number | undefined): number {
  let slots = 16;
  if (sizeHint !== undefined) slots = Math.max(slots, tableSizeFor(Math.trunc((sizeHint + 1) / 0.75)));
  while (size >= Math.trunc(slots * 0.75)) slots *= 2;
  // One more put of a key that is there, after the last new one, looks at the size again.
  if (pairs.length > size && size + 1 >= Math.trunc(slots * 0.75) && !endsWithNewKey(pairs, size)) slots *= 2;
  return slots;
}

function endsWithNewKey<K, V>(pairs: readonly Pair<K, V>[], size: number): boolean {
  return distinct(pairs.slice(0, -1)).length < size;
}

function tableSizeFor(capacity: number): number {
  let size = 4;
  while (size < capacity) size *= 2;
  return size;
}
