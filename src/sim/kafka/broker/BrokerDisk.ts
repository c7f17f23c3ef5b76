import type { PartitionLog } from '../log/PartitionLog.js';
import { partitionName } from '../topics.js';

/** The logs of one broker. They outlive its incarnations. */
export class BrokerDisk {
  private readonly logs = new Map<string, PartitionLog>();

  log(topic: string, partition: number, create: () => PartitionLog): PartitionLog {
    const name = partitionName(topic, partition);
    let log = this.logs.get(name);
    if (log === undefined) {
      log = create();
      this.logs.set(name, log);
    }
    return log;
  }

  delete(name: string): void {
    this.logs.delete(name);
  }

  /** A broker starts on it: its high watermarks are those last written down (KA-033). */
  recover(): void {
    for (const log of this.logs.values()) log.recoverHighWatermark();
  }
}
