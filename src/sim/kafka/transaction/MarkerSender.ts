import type { BrokerContext } from '../broker/BrokerContext.js';
import type { ProducerEpoch } from '../protocol/api.js';

const RETRY_MS = 100;

/** Brings the end of a transaction to every partition that it wrote to. Model: kafka 2.8.0 core coordinator/transaction/TransactionMarkerChannelManager.scala. */
export class MarkerSender {
  constructor(
    private readonly broker: BrokerContext,
    private readonly leaderOf: (partition: string) => number | undefined,
  ) {}

  /** `done` is called when every partition that still exists has its marker. */
  send(marker: ProducerEpoch & { readonly commit: boolean }, partitions: readonly string[], done: () => void): void {
    const left = new Set(partitions);
    const settle = (name: string): void => {
      if (left.delete(name) && left.size === 0) done();
    };
    const attempt = (names: readonly string[]): void => {
      const again: string[] = [];
      const byLeader = new Map<number, string[]>();
      for (const name of names) {
        const leader = this.leaderOf(name);
        // The topic was deleted meanwhile.
        if (leader === undefined) settle(name);
        else if (leader < 0) again.push(name);
        else byLeader.set(leader, [...(byLeader.get(leader) ?? []), name]);
      }
      for (const [leader, group] of byLeader) {
        const address = this.broker.addressOf(leader);
        if (address === undefined) {
          again.push(...group);
          continue;
        }
        this.broker.client.send(
          address,
          'writeTxnMarkers',
          { ...marker, partitions: group },
          (response) => {
            const failed = group.filter((name) => {
              const error = response?.partitions.get(name)?.error;
              // A newer epoch has written there: this marker isn't needed any more.
              if (error === 'NONE' || error === 'INVALID_PRODUCER_EPOCH' || error === 'TRANSACTION_COORDINATOR_FENCED')
                settle(name);
              return left.has(name);
            });
            if (failed.length > 0) this.broker.after(RETRY_MS, 'transaction markers', () => attempt(failed));
          },
          undefined,
          ' markers',
        );
      }
      if (again.length > 0) this.broker.after(RETRY_MS, 'transaction markers', () => attempt(again));
    };
    if (left.size === 0) done();
    else attempt(partitions);
  }
}
