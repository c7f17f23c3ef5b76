import { compareValues } from './compareValues.js';
import { numberKind } from './javaEquals.js';

/** An entry of a `java.util.HashMap`. The links of the tree are used only while its slot holds one. */
export class JavaNode<K, V> {
  next: JavaNode<K, V> | undefined = undefined;
  previous: JavaNode<K, V> | undefined = undefined;
  parent: JavaNode<K, V> | undefined = undefined;
  left: JavaNode<K, V> | undefined = undefined;
  right: JavaNode<K, V> | undefined = undefined;
  isRed = false;
  isInTree = false;

  constructor(
    readonly key: K,
    /** With its high bits spread downwards. */
    readonly hash: number,
    public value: V,
  ) {}
}

type Node<K, V> = JavaNode<K, V>;
type Side = 'left' | 'right';

/*
 * A crowded slot is a red-black tree that is a list as well. Iteration follows the list, which the tree disturbs in two ways: a new node comes
 * right behind its parent in the tree, and the root is moved to the front. So the tree is built here only for the order that it makes.
 * Model: openjdk 17 java.base/java/util/HashMap.java (TreeNode).
 */

/** Makes a tree of the list; returns its first node. */
export function treeify<K, V>(first: Node<K, V>): Node<K, V> {
  let root: Node<K, V> | undefined;
  for (let node: Node<K, V> | undefined = first; node !== undefined; node = node.next) {
    node.isInTree = true;
    node.left = undefined;
    node.right = undefined;
    node.parent = undefined;
    node.isRed = false;
    if (root !== undefined) {
      hang(root, node);
      root = balanceInsertion(root, node);
    } else {
      root = node;
    }
  }
  return moveToFront(first, root as Node<K, V>);
}

/** Adds a node that is not there; returns the first of the list. */
export function insertIntoTree<K, V>(first: Node<K, V>, node: Node<K, V>): Node<K, V> {
  node.isInTree = true;
  const root = rootOf(first);
  const parent = hang(root, node);
  linkBehind(parent, node);
  return moveToFront(first, balanceInsertion(root, node));
}

/** Takes a node out; returns the first of the list, which is no tree any more when few are left. */
export function removeFromTree<K, V>(first: Node<K, V>, node: Node<K, V>): Node<K, V> | undefined {
  const { next, previous } = node;
  const rest = previous === undefined ? next : first;
  if (previous !== undefined) previous.next = next;
  if (next !== undefined) next.previous = previous;
  if (rest === undefined) return undefined;
  const root = rootOf(first);
  if (root.right === undefined || root.left?.left === undefined) return untreeify(rest);
  return moveToFront(rest, takeOut(root, node));
}

/** Makes a plain list of the nodes; returns its first node. */
export function untreeify<K, V>(first: Node<K, V>): Node<K, V> {
  for (let node: Node<K, V> | undefined = first; node !== undefined; node = node.next) node.isInTree = false;
  return first;
}

function rootOf<K, V>(node: Node<K, V>): Node<K, V> {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Hangs the node below a leaf of the tree, which is returned. */
function hang<K, V>(root: Node<K, V>, node: Node<K, V>): Node<K, V> {
  for (let above = root; ; ) {
    const side = sideOf(node, above);
    const below = above[side];
    if (below === undefined) {
      above[side] = node;
      node.parent = above;
      return above;
    }
    above = below;
  }
}

/** By hash; of equal hashes by the natural order of comparable keys of one class. Java breaks other ties by an address in memory. */
function sideOf<K, V>(node: Node<K, V>, other: Node<K, V>): Side {
  if (node.hash !== other.hash) return node.hash < other.hash ? 'left' : 'right';
  const comparable = typeof node.key === 'string' ? typeof other.key === 'string' : sameNumbers(node.key, other.key);
  return comparable && compareValues(node.key, other.key) > 0 ? 'right' : 'left';
}

function sameNumbers(a: unknown, b: unknown): boolean {
  return numberKind(a) !== 0 && numberKind(a) === numberKind(b);
}

function linkBehind<K, V>(node: Node<K, V>, added: Node<K, V>): void {
  added.next = node.next;
  added.previous = node;
  if (node.next !== undefined) node.next.previous = added;
  node.next = added;
}

function moveToFront<K, V>(first: Node<K, V>, root: Node<K, V>): Node<K, V> {
  if (root === first) return first;
  if (root.next !== undefined) root.next.previous = root.previous;
  if (root.previous !== undefined) root.previous.next = root.next;
  first.previous = root;
  root.next = first;
  root.previous = undefined;
  return root;
}

const opposite = (side: Side): Side => (side === 'left' ? 'right' : 'left');

const isRed = (node: Node<unknown, unknown> | undefined): boolean => node?.isRed ?? false;

function sideBelow<K, V>(parent: Node<K, V>, node: Node<K, V>): Side {
  return parent.left === node ? 'left' : 'right';
}

/** Puts `replacement` where `node` hangs. */
function replaceBelowParent<K, V>(node: Node<K, V>, replacement: Node<K, V> | undefined): void {
  const { parent } = node;
  if (parent !== undefined) parent[sideBelow(parent, node)] = replacement;
  if (replacement !== undefined) replacement.parent = parent;
}

/** The child on the other side rises, `node` sinks towards `side`; returns the root. */
function rotate<K, V>(root: Node<K, V>, node: Node<K, V>, side: Side): Node<K, V> {
  const rising = node[opposite(side)] as Node<K, V>;
  const inner = rising[side];
  replaceBelowParent(node, rising);
  rising[side] = node;
  node.parent = rising;
  node[opposite(side)] = inner;
  if (inner !== undefined) inner.parent = node;
  return root === node ? rising : root;
}

function balanceInsertion<K, V>(start: Node<K, V>, added: Node<K, V>): Node<K, V> {
  let root = start;
  let node = added;
  node.isRed = true;
  for (;;) {
    let parent = node.parent;
    if (parent === undefined) {
      node.isRed = false;
      return node;
    }
    const grandparent = parent.parent;
    if (!parent.isRed || grandparent === undefined) return root;
    const side = sideBelow(grandparent, parent);
    const uncle = grandparent[opposite(side)];
    if (uncle?.isRed) {
      uncle.isRed = false;
      parent.isRed = false;
      grandparent.isRed = true;
      node = grandparent;
      continue;
    }
    if (node === parent[opposite(side)]) {
      root = rotate(root, parent, side);
      [node, parent] = [parent, node];
    }
    parent.isRed = false;
    grandparent.isRed = true;
    root = rotate(root, grandparent, opposite(side));
  }
}

function takeOut<K, V>(start: Node<K, V>, node: Node<K, V>): Node<K, V> {
  let root = start;
  if (node.left !== undefined && node.right !== undefined) root = swapWithSuccessor(root, node, node.right);
  const child = node.left ?? node.right;
  if (child !== undefined) {
    replaceBelowParent(node, child);
    if (child.parent === undefined) {
      root = child;
      child.isRed = false;
    }
    return node.isRed ? root : balanceDeletion(root, child);
  }
  if (!node.isRed) root = balanceDeletion(root, node);
  replaceBelowParent(node, undefined);
  return root;
}

/** Exchanges the places and colours of a node with two children and its successor, which has no left child; returns the root. */
function swapWithSuccessor<K, V>(root: Node<K, V>, node: Node<K, V>, right: Node<K, V>): Node<K, V> {
  let successor = right;
  while (successor.left !== undefined) successor = successor.left;
  [successor.isRed, node.isRed] = [node.isRed, successor.isRed];
  const below = successor.right;
  const above = successor.parent as Node<K, V>;
  replaceBelowParent(node, successor);
  successor.left = node.left;
  (node.left as Node<K, V>).parent = successor;
  if (above === node) {
    successor.right = node;
    node.parent = successor;
  } else {
    successor.right = right;
    right.parent = successor;
    above.left = node;
    node.parent = above;
  }
  node.left = undefined;
  node.right = below;
  if (below !== undefined) below.parent = node;
  return root === node ? successor : root;
}

/** One black node is missing below `start`. */
function balanceDeletion<K, V>(top: Node<K, V>, start: Node<K, V>): Node<K, V> {
  let root = top;
  let node = start;
  for (;;) {
    const parent = node.parent;
    if (node === root || parent === undefined) {
      node.isRed = node === root ? node.isRed : false;
      return root;
    }
    if (node.isRed) {
      node.isRed = false;
      return root;
    }
    const side = sideBelow(parent, node);
    const other = opposite(side);
    let sibling = parent[other];
    if (sibling?.isRed) {
      sibling.isRed = false;
      parent.isRed = true;
      root = rotate(root, parent, side);
      sibling = parent[other];
    }
    if (sibling === undefined) {
      node = parent;
      continue;
    }
    if (!isRed(sibling.left) && !isRed(sibling.right)) {
      sibling.isRed = true;
      node = parent;
      continue;
    }
    const inner = sibling[side];
    if (inner !== undefined && !isRed(sibling[other])) {
      inner.isRed = false;
      sibling.isRed = true;
      root = rotate(root, sibling, other);
      sibling = parent[other] as Node<K, V>;
    }
    sibling.isRed = parent.isRed;
    const outer = sibling[other];
    if (outer !== undefined) outer.isRed = false;
    parent.isRed = false;
    return rotate(root, parent, side);
  }
}
