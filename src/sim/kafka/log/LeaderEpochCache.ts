import type { EpochEnd } from '../protocol/api.js';

/** At which offset each leader epoch began in a log (KA-041). Model: kafka 2.8.0 core server/epoch/LeaderEpochFileCache.scala. */
export class LeaderEpochCache {
  private entries: { readonly epoch: number; readonly startOffset: number }[] = [];

  get latest(): number {
    return this.entries.at(-1)?.epoch ?? -1;
  }

  assign(epoch: number, startOffset: number): void {
    if (epoch <= this.latest) return;
    this.entries = this.entries.filter((entry) => entry.startOffset < startOffset);
    this.entries.push({ epoch, startOffset });
  }

  /** Where `epoch` ends in this log, and the largest known epoch up to it; undefined when that is not known. */
  endOf(epoch: number, logEndOffset: number): EpochEnd | undefined {
    if (epoch < 0) return undefined;
    if (epoch === this.latest) return { epoch, endOffset: logEndOffset };
    const next = this.entries.findIndex((entry) => entry.epoch > epoch);
    if (next < 0) return undefined;
    const { startOffset } = this.entries[next] as { startOffset: number };
    return { epoch: next === 0 ? epoch : (this.entries[next - 1] as { epoch: number }).epoch, endOffset: startOffset };
  }

  truncateTo(offset: number): void {
    this.entries = this.entries.filter((entry) => entry.startOffset < offset);
  }

  /** The log starts at `offset` now: the epoch it lies in starts there. */
  startAt(offset: number): void {
    const before = this.entries.filter((entry) => entry.startOffset <= offset).at(-1);
    if (before === undefined) return;
    this.entries = this.entries.filter((entry) => entry.startOffset > offset);
    this.entries.unshift({ epoch: before.epoch, startOffset: offset });
  }
}
