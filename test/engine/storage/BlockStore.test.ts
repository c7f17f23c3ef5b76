import { expect, test } from 'vitest';
import { StorageLevel } from '../../../src/engine/rdd/index.js';
import type { Executor } from '../../../src/engine/scheduler/Executor.js';
import { BlockStore } from '../../../src/engine/storage/BlockStore.js';
import { StoredBlock } from '../../../src/engine/storage/StoredBlock.js';

const full = { isDiskFull: false, isMemoryFull: false };
const storeOf = (limit?: number): BlockStore =>
  new BlockStore({ id: '0', isLocal: false, handle: full } as unknown as Executor, limit);
/** A block of `size` bytes. */
function block(id: string, size: number, level = StorageLevel.MEMORY_ONLY): StoredBlock {
  const made = new StoredBlock(id, [], level);
  made.size = size;
  return made;
}
const ids = (blocks: readonly StoredBlock[]): string[] => blocks.map(({ id }) => id);

test('the block that was used least recently makes room', () => {
  const store = storeOf(100);
  const [a, b, c] = [block('rdd_0_0', 40), block('rdd_1_0', 40), block('rdd_2_0', 40)] as [StoredBlock, StoredBlock, StoredBlock];
  store.put(a);
  store.put(b);
  store.touch(a);
  expect(ids(store.put(c) ?? [])).toEqual(['rdd_1_0']);
  expect(ids(store.all).sort()).toEqual(['rdd_0_0', 'rdd_2_0']);
  expect(b.isStored).toBe(false);
});

test('a block is not put out for a sister of the same RDD', () => {
  const store = storeOf(100);
  const sister = block('rdd_0_0', 60);
  store.put(sister);
  const second = block('rdd_0_1', 60);
  store.put(second);
  expect([sister.isStored, second.isStored]).toEqual([true, false]);
});

test('with disk in its level a block goes there instead of away', () => {
  const store = storeOf(100);
  const first = block('rdd_0_0', 60, StorageLevel.MEMORY_AND_DISK);
  store.put(first);
  expect(store.put(block('rdd_1_0', 60))).toEqual([]);
  expect(first.isStored).toBe(true);
  expect(store.put(block('rdd_2_0', 500, StorageLevel.MEMORY_AND_DISK))).toEqual([]);
  expect(store.put(block('rdd_3_0', 500))).toBeUndefined();
});

test('a dropped block gives its memory back', () => {
  const store = storeOf(100);
  const first = block('rdd_0_0', 90);
  store.put(first);
  store.drop(first);
  const second = block('rdd_1_0', 90);
  expect(store.put(second)).toEqual([]);
  expect(store.has(second)).toBe(true);
  expect(first.isStored).toBe(false);
});

test('a full memory sends blocks to disk, or away; a full disk takes none', () => {
  const state = { isDiskFull: false, isMemoryFull: true };
  const store = new BlockStore({ id: '0', isLocal: false, handle: state } as unknown as Executor, undefined);
  expect(store.put(block('rdd_0_0', 10))).toBeUndefined();
  expect(store.put(block('rdd_0_1', 10, StorageLevel.MEMORY_AND_DISK))).toEqual([]);
  state.isDiskFull = true;
  expect(() => store.put(block('rdd_0_2', 10, StorageLevel.MEMORY_AND_DISK))).toThrow('No space left on device');
  state.isMemoryFull = false;
  expect(store.put(block('rdd_0_3', 10, StorageLevel.MEMORY_AND_DISK))).toEqual([]);
  expect(() => store.put(block('rdd_0_4', 10, StorageLevel.DISK_ONLY))).toThrow('No space left on device');
});
