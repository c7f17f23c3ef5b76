import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OpenHashMapBasedStateMap, type StateMap } from '../../../src/engine/state/StateMap.js';

type Map_ = StateMap<string, number>;
const keys = Array.from({ length: 12 }, (_, i) => `key${i}`);
const step = fc.record({
  what: fc.constantFrom('put', 'put', 'put', 'remove', 'copy', 'branch', 'serialize', 'deserialize'),
  key: fc.constantFrom(...keys),
  /** Which of the maps, counted from the newest. */
  back: fc.nat(3),
});

describe('StateMap', () => {
  test('every map of a chain, and of its branches, keeps what it had', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const maps: { readonly map: Map_; readonly has: Map<string, number> }[] = [
          { map: new OpenHashMapBasedStateMap<string, number>(undefined, 4, 3), has: new Map() },
        ];
        const check = () => {
          for (const { map, has } of maps) {
            for (const key of keys) expect(map.get(key)).toBe(has.get(key));
            expect(new Map(map.getAll().map(([key, state]) => [key, state]))).toEqual(has);
            expect(map.getAll()).toHaveLength(has.size);
          }
        };
        steps.forEach(({ what, key, back }, i) => {
          const newest = maps[maps.length - 1] as (typeof maps)[number];
          const older = maps[Math.max(0, maps.length - 1 - back)] as (typeof maps)[number];
          if (what === 'put') {
            newest.map.put(key, i, i);
            newest.has.set(key, i);
          } else if (what === 'remove') {
            newest.map.remove(key);
            newest.has.delete(key);
          } else if (what === 'copy') maps.push({ map: newest.map.copy(), has: new Map(newest.has) });
          else if (what === 'branch') maps.push({ map: older.map.copy(), has: new Map(older.has) });
          else if (what === 'serialize') (newest.map as OpenHashMapBasedStateMap<string, number>).serialize();
          else {
            const map = (newest.map as OpenHashMapBasedStateMap<string, number>).deserialized();
            maps.push({ map, has: new Map(newest.has) });
          }
          if (i % 7 === 0) check();
        });
        check();
      }),
    );
  });
});
