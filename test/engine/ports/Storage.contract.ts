import { expect, test } from 'vitest';
import type { Process } from '../../../src/engine/ports/Process.js';
import type { Storage } from '../../../src/engine/ports/Storage.js';

/** Runs `body` with an empty storage. */
export type WithStorage = (body: (storage: Storage) => Process<void>) => void;

/** What every adapter of `Storage` keeps. */
export function storageContract(name: string, withStorage: WithStorage): void {
  test(`${name}: what was written is read, replaced and added to`, () => {
    withStorage(function* (storage) {
      yield* storage.write('/a/b/file', ['one']);
      expect(storage.read('/a/b/file')).toEqual(['one']);
      yield* storage.write('/a/b/file', ['two']);
      yield* storage.append('/a/b/file', 'three');
      expect(storage.read('/a/b/file')).toEqual(['two', 'three']);
      expect(storage.exists('/a/b')).toBe(true);
      expect(() => storage.read('/a/b/none')).toThrow('does not exist');
    });
  });

  test(`${name}: direct children only, sorted by name`, () => {
    withStorage(function* (storage) {
      for (const path of ['/d/z', '/d/a', '/d/sub/deep', '/other']) yield* storage.write(path, []);
      expect(storage.list('/d').map(({ path, isDirectory }) => [path, isDirectory])).toEqual([
        ['/d/a', false],
        ['/d/sub', true],
        ['/d/z', false],
      ]);
    });
  });

  test(`${name}: a rename moves all of a folder at once; removing leaves nothing below`, () => {
    withStorage(function* (storage) {
      yield* storage.write('/from/x', ['x']);
      yield* storage.write('/from/deep/y', ['y']);
      storage.rename('/from', '/to');
      expect(storage.exists('/from')).toBe(false);
      expect(storage.read('/to/deep/y')).toEqual(['y']);
      storage.remove('/to');
      expect(storage.exists('/to/deep/y')).toBe(false);
    });
  });
}
