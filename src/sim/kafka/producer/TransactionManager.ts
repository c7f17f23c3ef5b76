import { IllegalStateException } from '../../../engine/errors.js';
import type { OffsetAndMetadata } from '../../../engine/kafka/OffsetAndMetadata.js';
import type { ByPartition, ConsumerGroupMetadata } from '../../../engine/ports/KafkaClient.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import type { SimHost } from '../../kernel/SimHost.js';
import { CommitFailedException } from '../consumer/exceptions.js';
import type { ClientRequests } from '../net/ClientRequests.js';
import { type ErrorName, Errors, exceptionOf } from '../protocol/errorCodes.js';
import { KafkaException, TimeoutException } from '../protocol/errors.js';
import { InvalidPidMappingException, InvalidProducerEpochException, ProducerFencedException } from '../protocol/exceptions.js';
import type { ProducerBatch } from './ProducerBatch.js';
import { ProducerSequences } from './ProducerSequences.js';

type State =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR'
  | 'FATAL_ERROR';

/** From which states each may be entered. */
const sources: Readonly<Record<State, readonly State[] | 'any'>> = {
  UNINITIALIZED: ['READY'],
  INITIALIZING: ['UNINITIALIZED', 'ABORTING_TRANSACTION'],
  READY: ['INITIALIZING', 'COMMITTING_TRANSACTION', 'ABORTING_TRANSACTION'],
  IN_TRANSACTION: ['READY'],
  COMMITTING_TRANSACTION: ['IN_TRANSACTION'],
  ABORTING_TRANSACTION: ['IN_TRANSACTION', 'ABORTABLE_ERROR'],
  ABORTABLE_ERROR: ['IN_TRANSACTION', 'COMMITTING_TRANSACTION', 'ABORTABLE_ERROR'],
  FATAL_ERROR: 'any',
};

const FENCED = 'There is a newer producer with the same transactionalId which fences the current one.';

export interface TransactionOptions {
  /** Absent: idempotent only. */
  readonly transactionalId: string | undefined;
  readonly transactionTimeoutMs: number;
  readonly maxBlockMs: number;
  readonly retryBackoffMs: number;
}

/**
 * Identity, sequences and transactions of one producer (KA-074 to KA-090). Model: kafka 2.8.0 clients/producer/internals/TransactionManager.java.
 */
export class TransactionManager {
  private state: State = 'UNINITIALIZED';
  private lastError: Error | undefined;
  private readonly sequences = new ProducerSequences();
  /** Written to in this transaction, registered with the coordinator or yet to be. */
  private readonly partitions = new Set<string>();
  private readonly newPartitions = new Set<string>();
  private registering = false;
  private initialising = false;
  private started = false;
  private bumpRequired = false;

  constructor(
    private readonly host: SimHost,
    private readonly requests: ClientRequests,
    private readonly options: TransactionOptions,
  ) {}

  get isTransactional(): boolean {
    return this.options.transactionalId !== undefined;
  }

  /** Batches of a transaction that ends do not linger. */
  get isCompleting(): boolean {
    return this.state === 'COMMITTING_TRANSACTION' || this.state === 'ABORTING_TRANSACTION';
  }

  get isOpen(): boolean {
    return this.state === 'IN_TRANSACTION' || this.state === 'ABORTABLE_ERROR';
  }

  /** Whether batches may leave at all; begins what has to come first, and calls `wake` after it. */
  maySend(wake: () => void): boolean {
    if (this.state === 'FATAL_ERROR') return false;
    if (!this.isTransactional) {
      if (this.sequences.producerId >= 0) return true;
      if (!this.initialising) {
        this.initialising = true;
        this.host.spawn('producer id', this.acquireId(), wake);
      }
      return false;
    }
    if (this.newPartitions.size > 0 && !this.registering) {
      this.registering = true;
      this.host.spawn('transaction partitions', this.register(), () => {
        this.registering = false;
        wake();
      });
    }
    return true;
  }

  mayWriteTo(name: string): boolean {
    return !this.isTransactional || (this.partitions.has(name) && !this.newPartitions.has(name));
  }

  assignSequence(batch: ProducerBatch): void {
    this.sequences.assign(batch);
  }

  forgetSequence(batch: ProducerBatch): void {
    this.sequences.forget(batch);
  }

  acknowledged(batch: ProducerBatch): void {
    this.sequences.acknowledged(batch);
  }

  isUnresolved(name: string): boolean {
    return this.sequences.isUnresolved(name);
  }

  /** Whether a batch that the leader found out of order may be sent once more. */
  mayRepeat(batch: ProducerBatch, error: ErrorName): boolean {
    if (error !== 'OUT_OF_ORDER_SEQUENCE_NUMBER' && error !== 'UNKNOWN_PRODUCER_ID') return false;
    if (!this.sequences.isNext(batch)) return true;
    if (this.isTransactional) return false;
    this.sequences.bump([batch]);
    return true;
  }

  batchFailed(batch: ProducerBatch, error: Error, ambiguous: boolean, othersInFlight: boolean): void {
    if (this.state === 'ABORTING_TRANSACTION' || this.state === 'FATAL_ERROR') return;
    if (this.isTransactional) {
      if (error instanceof ProducerFencedException) this.fatal(error);
      else {
        this.bumpRequired = true;
        this.abortable(error);
      }
      return;
    }
    this.sequences.failed(batch, ambiguous, othersInFlight);
  }

  /** @throws a record may not be sent now */
  checkSend(): void {
    if (this.hasError)
      throw new KafkaException(
        'Cannot perform send because at least one previous transactional or idempotent request has failed with errors.',
        this.lastError,
      );
    if (!this.isTransactional) return;
    if (this.sequences.producerId < 0) {
      throw new IllegalStateException(
        "Cannot perform a 'send' before completing a call to initTransactions when transactions are enabled.",
      );
    }
    if (this.state !== 'IN_TRANSACTION') throw new IllegalStateException(`Cannot call send in state ${this.state}`);
  }

  /** A record goes to this partition. */
  wrote(name: string): void {
    if (!this.isTransactional || this.partitions.has(name)) return;
    this.partitions.add(name);
    this.newPartitions.add(name);
  }

  *initTransactions(): Process<void> {
    this.to('INITIALIZING');
    yield* this.initialise(this.deadline(), false);
  }

  begin(): void {
    this.failIfError();
    this.to('IN_TRANSACTION');
  }

  /** @param flush waits until everything sent is acknowledged or has failed */
  *commit(flush: () => Process<void>): Process<void> {
    this.failIfError();
    this.to('COMMITTING_TRANSACTION');
    yield* flush();
    if (this.hasError) throw this.lastError;
    yield* this.end(true, this.deadline());
    this.completed();
  }

  /** @param drop fails what has not been sent @param flush as in `commit` */
  *abort(drop: () => void, flush: () => Process<void>): Process<void> {
    if (this.state !== 'ABORTABLE_ERROR') this.failIfError();
    const error = this.lastError;
    this.to('ABORTING_TRANSACTION');
    this.newPartitions.clear();
    drop();
    yield* flush();
    const end = this.deadline();
    if (!(error instanceof InvalidPidMappingException)) yield* this.end(false, end);
    if (this.bumpRequired) {
      this.state = 'INITIALIZING';
      this.reset();
      yield* this.initialise(end, true);
    } else this.completed();
  }

  *sendOffsets(offsets: ByPartition<OffsetAndMetadata>, group: ConsumerGroupMetadata): Process<void> {
    this.failIfError();
    if (this.state !== 'IN_TRANSACTION')
      throw new KafkaException(`Cannot send offsets to transaction either because the producer is not in an active transaction`);
    const end = this.deadline();
    this.started = true;
    const add = { ...this.identity(), group: group.groupId };
    yield* this.ask(
      'AddOffsetsToTxn',
      'transaction',
      this.id,
      end,
      () => ['addOffsetsToTxn', add],
      ({ error }) => error,
    );
    const values = new Map(
      [...offsets].map(([partition, { offset, leaderEpoch, metadata }]) => [
        partition.toString(),
        { offset, leaderEpoch, metadata },
      ]),
    );
    const commit = {
      ...this.identity(),
      group: group.groupId,
      generation: group.generationId,
      memberId: group.memberId,
      ...(group.groupInstanceId === undefined ? {} : { instanceId: group.groupInstanceId }),
      offsets: values,
    };
    yield* this.ask(
      'TxnOffsetCommit',
      'group',
      group.groupId,
      end,
      () => ['txnOffsetCommit', commit],
      ({ partitions }) => firstError(partitions),
    );
  }

  private *acquireId(): Process<void> {
    for (;;) {
      const request = { transactionalId: undefined, transactionTimeoutMs: 0x7fffffff, producerId: -1, epoch: -1 };
      const response = yield* this.requests.any('initProducerId', request);
      if (response?.error === 'NONE') {
        this.sequences.identify(response.producerId, response.epoch);
        this.initialising = false;
        return;
      }
      yield* this.pause();
    }
  }

  private *initialise(end: number, isBump: boolean): Process<void> {
    const request = {
      transactionalId: this.id,
      transactionTimeoutMs: this.options.transactionTimeoutMs,
      producerId: isBump ? this.sequences.producerId : -1,
      epoch: isBump ? this.sequences.epoch : -1,
    };
    const { producerId, epoch } = yield* this.ask(
      'InitProducerId',
      'transaction',
      this.id,
      end,
      () => ['initProducerId', request],
      ({ error }) => error,
    );
    this.sequences.identify(producerId, epoch);
    this.bumpRequired = false;
    this.to('READY');
    this.lastError = undefined;
  }

  /** Registers new partitions before anything is written to them (KA-084). */
  private *register(): Process<void> {
    const names = [...this.newPartitions];
    const request = { ...this.identity(), partitions: names };
    this.started = true;
    try {
      yield* this.ask(
        'AddPartitionsToTxn',
        'transaction',
        this.id,
        Number.POSITIVE_INFINITY,
        () => ['addPartitionsToTxn', request],
        ({ partitions }) => firstError(partitions),
      );
      for (const name of names) this.newPartitions.delete(name);
    } catch {
      // The error is the transaction's now: whoever calls next is told.
    }
  }

  private *end(commit: boolean, end: number): Process<void> {
    if (!this.started) return;
    const request = { ...this.identity(), commit };
    yield* this.ask(
      `EndTxn(${commit})`,
      'transaction',
      this.id,
      end,
      () => ['endTxn', request],
      ({ error }) => error,
    );
  }

  /** Asks a coordinator until it answers for good. @throws what the answer stands for; the state has changed accordingly */
  private *ask<K extends 'initProducerId' | 'addPartitionsToTxn' | 'addOffsetsToTxn' | 'txnOffsetCommit' | 'endTxn'>(
    what: string,
    kind: 'group' | 'transaction',
    key: string,
    end: number,
    request: () => [K, Parameters<ClientRequests['coordinator']>[3] & object],
    errorIn: (response: CoordinatorResponse<K>) => ErrorName,
  ): Process<CoordinatorResponse<K>> {
    for (;;) {
      if (this.state === 'FATAL_ERROR') throw this.lastError;
      const [api, body] = request();
      const response = (yield* this.requests.coordinator(kind, key, api, body as never, end)) as
        | CoordinatorResponse<K>
        | undefined;
      const error = response === undefined ? 'REQUEST_TIMED_OUT' : errorIn(response);
      if (error === 'NONE') return response as CoordinatorResponse<K>;
      if (!repeated.has(error)) throw this.failure(what, error);
      if (notCoordinator.has(error)) this.requests.forgetCoordinator(kind, key);
      yield* this.pause();
      if (this.host.clock.now() >= end)
        throw new TimeoutException(`Timeout expired after ${this.options.maxBlockMs}ms while awaiting ${what}`);
    }
  }

  private failure(what: string, error: ErrorName): Error {
    if (error === 'PRODUCER_FENCED' || error === 'INVALID_PRODUCER_EPOCH') return this.fatal(new ProducerFencedException(FENCED));
    if (what === 'TxnOffsetCommit') {
      if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
        const text = `Transaction offset Commit failed due to consumer group metadata mismatch: ${Errors[error].message}`;
        return this.abortable(new CommitFailedException(text));
      }
      return this.abortable(exceptionOf(Errors[error]));
    }
    if (error === 'INVALID_PRODUCER_ID_MAPPING') {
      this.bumpRequired = true;
      return this.abortable(exceptionOf(Errors[error]));
    }
    if (what === 'InitProducerId')
      return this.fatal(new KafkaException(`Unexpected error in InitProducerIdResponse; ${Errors[error].message}`));
    if (what === 'AddPartitionsToTxn') return this.abortable(exceptionOf(Errors[error]));
    return this.fatal(new KafkaException(`Unhandled error in ${what}: ${Errors[error].message}`));
  }

  private completed(): void {
    this.to('READY');
    this.reset();
  }

  private reset(): void {
    this.lastError = undefined;
    this.started = false;
    this.partitions.clear();
    this.newPartitions.clear();
  }

  private abortable(error: Error): Error {
    if (this.state === 'ABORTING_TRANSACTION') return error;
    this.state = 'ABORTABLE_ERROR';
    this.lastError = error;
    return error;
  }

  private fatal(error: Error): Error {
    this.state = 'FATAL_ERROR';
    this.lastError = error;
    return error;
  }

  private get hasError(): boolean {
    return this.state === 'ABORTABLE_ERROR' || this.state === 'FATAL_ERROR';
  }

  private failIfError(): void {
    if (!this.hasError) return;
    const { lastError } = this;
    if (lastError instanceof ProducerFencedException) {
      throw new ProducerFencedException(
        'The producer has been rejected from the broker because it tried to use an old epoch with the transactionalId',
      );
    }
    if (lastError instanceof InvalidProducerEpochException) {
      const { producerId, epoch } = this.sequences;
      throw new InvalidProducerEpochException(
        `Producer attempted to produce with an old epoch (producerId=${producerId}, epoch=${epoch})`,
      );
    }
    throw new KafkaException('Cannot execute transactional method because we are in an error state', lastError);
  }

  private to(target: State): void {
    const from = sources[target];
    if (from !== 'any' && !from.includes(this.state)) {
      throw new KafkaException(
        `TransactionalId ${this.id}: Invalid transition attempted from state ${this.state} to state ${target}`,
      );
    }
    this.state = target;
  }

  private get id(): string {
    return this.options.transactionalId as string;
  }

  private identity(): { readonly transactionalId: string; readonly producerId: number; readonly epoch: number } {
    return { transactionalId: this.id, producerId: this.sequences.producerId, epoch: this.sequences.epoch };
  }

  private deadline(): number {
    return this.host.clock.now() + this.options.maxBlockMs;
  }

  private *pause(): Process<void> {
    yield* awaiting(this.host.clock.sleep(this.options.retryBackoffMs));
  }
}

type CoordinatorResponse<K extends keyof import('../protocol/api.js').Apis> = import('../protocol/api.js').Apis[K]['response'];

const notCoordinator = new Set<ErrorName>(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'REQUEST_TIMED_OUT']);
const repeated = new Set<ErrorName>([
  ...notCoordinator,
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

function firstError(partitions: ReadonlyMap<string, { readonly error: ErrorName }>): ErrorName {
  for (const { error } of partitions.values()) if (error !== 'NONE' && error !== 'OPERATION_NOT_ATTEMPTED') return error;
  return 'NONE';
}
