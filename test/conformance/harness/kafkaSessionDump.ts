import type { PartitionLog } from '../../../src/sim/kafka/log/PartitionLog.js';
import { keyAt, offsetAt, valueAt } from '../../../src/sim/kafka/log/RecordBatch.js';
import { decodeUtf8 } from '../../../src/sim/kafka/protocol/decodeUtf8.js';
import type { Json } from './values.js';

/** What a log holds, as the sessions write it. */
export function dump(log: PartitionLog): Json {
  const text = (bytes: Uint8Array | undefined): Json => (bytes === undefined ? null : decodeUtf8(bytes));
  const found: Json[] = [];
  for (const batch of log.batches()) {
    for (let i = 0; i < batch.records.count; i++) {
      const offset = offsetAt(batch, i);
      if (batch.control !== undefined) found.push([offset, 'control', batch.control]);
      else found.push([offset, 'data', text(keyAt(batch.records, i)), text(valueAt(batch.records, i))]);
    }
  }
  return found;
}
