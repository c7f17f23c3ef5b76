import { utf8Bytes } from '../../../engine/jvm/utf8.js';
import type { BrokerContext } from '../broker/BrokerContext.js';
import type { ReplicaManager } from '../broker/ReplicaManager.js';
import { coordinatorPartition } from '../group/coordinatorPartition.js';
import { batchOf, keyAt, valueAt } from '../log/RecordBatch.js';
import { RecordBuffer } from '../log/RecordBuffer.js';
import type { RequestOf, ResponseOf, Result } from '../protocol/api.js';
import { decodeUtf8 } from '../protocol/decodeUtf8.js';
import type { ErrorName } from '../protocol/errorCodes.js';
import { OFFSETS_TOPIC, partitionName, splitName, TRANSACTION_TOPIC } from '../topics.js';
import type { MarkerSender } from './MarkerSender.js';

export type TransactionState = 'Empty' | 'Ongoing' | 'PrepareCommit' | 'PrepareAbort' | 'CompleteCommit' | 'CompleteAbort';

const LAST_EPOCH = 32766;
const APPEND_TIMEOUT_MS = 5000;

interface Transaction {
  readonly id: string;
  producerId: number;
  epoch: number;
  timeoutMs: number;
  state: TransactionState;
  partitions: Set<string>;
  startMs: number;
  /** A change that is being written down. */
  pending: boolean;
  /** Its producer was fenced; the abort of what was open is under way. */
  fencing: boolean;
}

/** What is kept of a transaction in the log. */
type Stored = Pick<Transaction, 'producerId' | 'epoch' | 'timeoutMs' | 'state' | 'startMs'> & {
  readonly partitions: readonly string[];
};
type Change = Partial<Pick<Transaction, 'producerId' | 'epoch' | 'timeoutMs' | 'state' | 'partitions' | 'startMs'>>;
type Caller = Pick<RequestOf<'endTxn'>, 'transactionalId' | 'producerId' | 'epoch'>;

/**
 * The transactions of the ids that this broker coordinates. Each change is written to `__transaction_state` before it counts.
 * Model: kafka 2.8.0 core coordinator/transaction/TransactionCoordinator.scala, TransactionStateManager.scala (KA-081 to KA-088).
 */
export class TransactionCoordinator {
  private readonly transactions = new Map<string, Transaction>();
  private readonly owned = new Set<number>();

  constructor(
    private readonly broker: BrokerContext,
    private readonly replicas: ReplicaManager,
    private readonly markers: MarkerSender,
    private readonly nextProducerId: () => number,
  ) {
    broker.every(broker.number('transaction.abort.timed.out.transaction.cleanup.interval.ms'), 'timed out transactions', () =>
      this.abortTimedOut(),
    );
  }

  partitionOf(id: string): number {
    return coordinatorPartition(id, this.broker.number('transaction.state.log.num.partitions'));
  }

  /** Reads what the log says, and completes what was decided and not carried out (KA-087). */
  elected(partition: number): void {
    this.owned.add(partition);
    const log = this.replicas.partitions.get(partitionName(TRANSACTION_TOPIC, partition))?.log;
    for (const batch of log?.batches() ?? []) {
      for (let i = 0; i < batch.records.count; i++) {
        const id = decodeUtf8(keyAt(batch.records, i) as Uint8Array);
        const value = valueAt(batch.records, i);
        if (value === undefined) continue;
        const stored = JSON.parse(decodeUtf8(value)) as Stored;
        this.transactions.set(id, { ...stored, id, partitions: new Set(stored.partitions), pending: false, fencing: false });
      }
    }
    for (const transaction of this.transactions.values()) {
      if (this.partitionOf(transaction.id) !== partition) continue;
      if (transaction.state === 'PrepareCommit' || transaction.state === 'PrepareAbort') this.complete(transaction);
    }
  }

  resigned(partition: number): void {
    this.owned.delete(partition);
    for (const id of [...this.transactions.keys()]) if (this.partitionOf(id) === partition) this.transactions.delete(id);
  }

  initProducerId(request: RequestOf<'initProducerId'>, done: (response: ResponseOf<'initProducerId'>) => void): void {
    const refuse = (error: ErrorName): void => done({ error, producerId: -1, epoch: -1 });
    const { transactionalId: id } = request;
    if (id === undefined) {
      done({ error: 'NONE', producerId: this.nextProducerId(), epoch: 0 });
      return;
    }
    if (!this.owned.has(this.partitionOf(id))) {
      refuse('NOT_COORDINATOR');
      return;
    }
    const most = this.broker.number('transaction.max.timeout.ms');
    if (request.transactionTimeoutMs <= 0 || request.transactionTimeoutMs > most) {
      refuse('INVALID_TRANSACTION_TIMEOUT');
      return;
    }
    let transaction = this.transactions.get(id);
    if (transaction === undefined) {
      transaction = {
        id,
        producerId: this.nextProducerId(),
        epoch: -1,
        timeoutMs: request.transactionTimeoutMs,
        state: 'Empty',
        partitions: new Set(),
        startMs: -1,
        pending: false,
        fencing: false,
      };
      this.transactions.set(id, transaction);
    }
    if (transaction.pending) {
      refuse('CONCURRENT_TRANSACTIONS');
      return;
    }
    const isBump = request.producerId >= 0;
    if (isBump && (request.producerId !== transaction.producerId || request.epoch < transaction.epoch)) {
      refuse('PRODUCER_FENCED');
      return;
    }
    switch (transaction.state) {
      case 'PrepareCommit':
      case 'PrepareAbort':
        refuse('CONCURRENT_TRANSACTIONS');
        return;
      case 'Ongoing':
        // The old incarnation is fenced and its transaction aborted; the caller comes again (KA-082).
        if (!transaction.fencing) {
          transaction.fencing = true;
          transaction.epoch++;
          this.end(transaction, false, () => {});
        }
        refuse('CONCURRENT_TRANSACTIONS');
        return;
      default: {
        const exhausted = transaction.epoch >= LAST_EPOCH;
        const producerId = exhausted ? this.nextProducerId() : transaction.producerId;
        const epoch = exhausted ? 0 : transaction.epoch + 1;
        const change = {
          producerId,
          epoch,
          timeoutMs: request.transactionTimeoutMs,
          state: 'Empty' as const,
          partitions: new Set<string>(),
        };
        this.change(transaction, change, (error) => (error === 'NONE' ? done({ error, producerId, epoch }) : refuse(error)));
      }
    }
  }

  addPartitions(request: Caller & { readonly partitions: readonly string[] }, done: (result: Result) => void): void {
    const transaction = this.find(request);
    if (typeof transaction === 'string') {
      done({ error: transaction });
      return;
    }
    if (transaction.pending || transaction.state === 'PrepareCommit' || transaction.state === 'PrepareAbort') {
      done({ error: 'CONCURRENT_TRANSACTIONS' });
      return;
    }
    const isOngoing = transaction.state === 'Ongoing';
    if (isOngoing && request.partitions.every((name) => transaction.partitions.has(name))) {
      done({ error: 'NONE' });
      return;
    }
    const change: Change = {
      state: 'Ongoing',
      partitions: new Set([...(isOngoing ? transaction.partitions : []), ...request.partitions]),
      ...(isOngoing ? {} : { startMs: this.broker.nowMs }),
    };
    this.change(transaction, change, (error) => done({ error }));
  }

  addOffsets(request: RequestOf<'addOffsetsToTxn'>, offsetsPartition: number, done: (result: Result) => void): void {
    this.addPartitions({ ...request, partitions: [partitionName(OFFSETS_TOPIC, offsetsPartition)] }, done);
  }

  endTransaction(request: RequestOf<'endTxn'>, done: (result: Result) => void): void {
    const transaction = this.find(request);
    if (typeof transaction === 'string') {
      done({ error: transaction });
      return;
    }
    if (transaction.pending) {
      done({ error: 'CONCURRENT_TRANSACTIONS' });
      return;
    }
    const { commit } = request;
    switch (transaction.state) {
      case 'Ongoing':
        this.end(transaction, commit, (error) => done({ error }));
        return;
      case 'PrepareCommit':
        done({ error: commit ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE' });
        return;
      case 'PrepareAbort':
        done({ error: commit ? 'INVALID_TXN_STATE' : 'CONCURRENT_TRANSACTIONS' });
        return;
      case 'CompleteCommit':
        done({ error: commit ? 'NONE' : 'INVALID_TXN_STATE' });
        return;
      case 'CompleteAbort':
        done({ error: commit ? 'INVALID_TXN_STATE' : 'NONE' });
        return;
      default:
        done({ error: 'INVALID_TXN_STATE' });
    }
  }

  private find({ transactionalId, producerId, epoch }: Caller): Transaction | ErrorName {
    if (!this.owned.has(this.partitionOf(transactionalId))) return 'NOT_COORDINATOR';
    const transaction = this.transactions.get(transactionalId);
    if (transaction === undefined || transaction.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
    return transaction.epoch === epoch ? transaction : 'PRODUCER_FENCED';
  }

  /** The decision is written down and answered; then it is carried out (KA-085). */
  private end(transaction: Transaction, commit: boolean, done: (error: ErrorName) => void): void {
    this.change(transaction, { state: commit ? 'PrepareCommit' : 'PrepareAbort' }, (error) => {
      transaction.fencing = false;
      done(error);
      if (error === 'NONE') this.complete(transaction);
    });
  }

  private complete(transaction: Transaction): void {
    const commit = transaction.state === 'PrepareCommit';
    const { producerId, epoch } = transaction;
    this.markers.send({ producerId, epoch, commit }, [...transaction.partitions], () => {
      if (this.transactions.get(transaction.id) !== transaction) return;
      this.change(transaction, { state: commit ? 'CompleteCommit' : 'CompleteAbort', partitions: new Set() }, () => {});
    });
  }

  private abortTimedOut(): void {
    const { nowMs } = this.broker;
    for (const transaction of this.transactions.values()) {
      const { state, pending, fencing, startMs, timeoutMs } = transaction;
      if (state !== 'Ongoing' || pending || fencing || startMs + timeoutMs > nowMs) continue;
      transaction.fencing = true;
      transaction.epoch++;
      this.end(transaction, false, () => {});
    }
  }

  /** Writes a change down; it counts when it is replicated. */
  private change(transaction: Transaction, change: Change, done: (error: ErrorName) => void): void {
    const next = { ...transaction, ...change };
    const stored: Stored = {
      producerId: next.producerId,
      epoch: next.epoch,
      timeoutMs: next.timeoutMs,
      state: next.state,
      startMs: next.startMs,
      partitions: [...next.partitions],
    };
    const buffer = new RecordBuffer();
    buffer.append(utf8Bytes(transaction.id), utf8Bytes(JSON.stringify(stored)), this.broker.nowMs);
    const name = partitionName(TRANSACTION_TOPIC, this.partitionOf(transaction.id));
    transaction.pending = true;
    this.replicas.append(new Map([[name, batchOf(buffer.columns())]]), -1, APPEND_TIMEOUT_MS, true, (results) => {
      const error = results.get(name)?.error ?? 'UNKNOWN_SERVER_ERROR';
      transaction.pending = false;
      if (error === 'NONE') {
        Object.assign(transaction, change);
        this.broker.emit({
          type: 'transaction.changed',
          transactionalId: transaction.id,
          state: transaction.state,
          producerId: transaction.producerId,
          epoch: transaction.epoch,
          partitions: stored.partitions,
        });
      }
      done(error === 'NONE' ? 'NONE' : coordinatorError(error));
    });
  }
}

function coordinatorError(error: ErrorName): ErrorName {
  if (error === 'NOT_LEADER_OR_FOLLOWER' || error === 'KAFKA_STORAGE_ERROR') return 'NOT_COORDINATOR';
  return 'COORDINATOR_NOT_AVAILABLE';
}

/** Whether a marker goes to the offsets of groups. */
export const isOffsetsPartition = (name: string): boolean => splitName(name).topic === OFFSETS_TOPIC;
