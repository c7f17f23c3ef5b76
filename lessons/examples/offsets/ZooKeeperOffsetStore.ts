import { type Process, type ZooKeeperSession, zookeeper } from 'batchwise';
import { type OffsetStore, type Offsets, partitionOf } from './OffsetStore.js';

/** Where the old consumers kept them: `/consumers/{group}/offsets/{topic}/{partition}`, the offset as text. One write for each partition. */
export class ZooKeeperOffsetStore implements OffsetStore {
  *read(group: string, topic: string): Process<Map<string, number>> {
    const zk = yield* zookeeper.connect();
    const offsets = new Map<string, number>();
    const parent = pathOf(group, topic);
    if (yield* zk.exists(parent)) {
      for (const partition of yield* zk.children(parent)) {
        offsets.set(`${topic}-${partition}`, Number((yield* zk.get(`${parent}/${partition}`)).data));
      }
    }
    yield* zk.close();
    return offsets;
  }

  *save(group: string, topic: string, offsets: Offsets): Process<void> {
    const zk = yield* zookeeper.connect();
    for (const [name, until] of offsets) {
      const path = `${pathOf(group, topic)}/${partitionOf(name)}`;
      yield* createWithParents(zk, path);
      yield* zk.set(path, String(until));
    }
    yield* zk.close();
  }
}

const pathOf = (group: string, topic: string): string => `/consumers/${group}/offsets/${topic}`;

function* createWithParents(zk: ZooKeeperSession, path: string): Process<void> {
  for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
    const part = end < 0 ? path : path.slice(0, end);
    if (!(yield* zk.exists(part))) yield* zk.create(part);
    if (end < 0) return;
  }
}
