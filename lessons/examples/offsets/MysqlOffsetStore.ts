import { mysql, type Process, type SqlConnection } from 'batchwise';
import { type OffsetStore, type Offsets, partitionOf } from './OffsetStore.js';

/** A row for each group, topic and partition. `saveIn` writes into a transaction of the caller: result and offset change together, or not at all. */
export class MysqlOffsetStore implements OffsetStore {
  *prepare(): Process<void> {
    const db = yield* mysql.connect();
    yield* db.run(
      'CREATE TABLE IF NOT EXISTS offsets (grp TEXT, topic TEXT, part INT, until INT, PRIMARY KEY (grp, topic, part))',
    );
    db.close();
  }

  *read(group: string, topic: string): Process<Map<string, number>> {
    const db = yield* mysql.connect();
    const rows = yield* db.query('SELECT part, until FROM offsets WHERE grp = ? AND topic = ? ORDER BY part', group, topic);
    db.close();
    return new Map(rows.map(({ part, until }) => [`${topic}-${part}`, until as number]));
  }

  *save(group: string, topic: string, offsets: Offsets): Process<void> {
    const db = yield* mysql.connect();
    yield* db.begin();
    yield* this.saveIn(db, group, topic, offsets);
    yield* db.commit();
    db.close();
  }

  *saveIn(db: SqlConnection, group: string, topic: string, offsets: Offsets): Process<void> {
    for (const [partition, until] of offsets) {
      yield* db.run('REPLACE INTO offsets VALUES (?, ?, ?, ?)', group, topic, partitionOf(partition), until);
    }
  }
}
