import { IllegalArgumentException } from '../errors.js';

/** A committed offset: the next record to read, with a text of the committer's own. Model: kafka 2.8.0 clients/consumer/OffsetAndMetadata.java. */
export class OffsetAndMetadata {
  /**
   * @param leaderEpoch of the record before; lets a consumer notice that the log was cut off
   * @throws {IllegalArgumentException} the offset is negative
   */
  constructor(
    readonly offset: number,
    readonly metadata = '',
    readonly leaderEpoch: number | undefined = undefined,
  ) {
    if (offset < 0) throw new IllegalArgumentException('Invalid negative offset');
  }

  toString(): string {
    return `OffsetAndMetadata{offset=${this.offset}, leaderEpoch=${this.leaderEpoch ?? 'null'}, metadata='${this.metadata}'}`;
  }
}
