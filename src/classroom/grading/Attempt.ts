import type { Recording } from '../../recording/index.js';
import type { CallResult, Case, Outcome } from './Case.js';
import { type PrintedBlock, printedBlocks } from './printedBlocks.js';

/** A submission, or the reference solution, on one case: what the author of a check looks at. */
export class Attempt {
  private blocksOnce: readonly PrintedBlock[] | undefined;

  constructor(
    readonly given: Case,
    private readonly outcome: Exclude<Outcome, { kind: 'error' }>,
  ) {}

  /** All that happened. @throws {TypeError} for functions, which leave no recording */
  get recording(): Recording {
    if (this.outcome.kind !== 'ran') throw new TypeError('Functions that are called leave no recording.');
    return this.outcome.recording;
  }

  /** What the program threw, if that ended it. */
  get problem(): string | undefined {
    return this.outcome.kind === 'ran' ? this.outcome.problem?.message : undefined;
  }

  /** What `print()` wrote, block by block. */
  get blocks(): readonly PrintedBlock[] {
    this.blocksOnce ??= printedBlocks(this.recording);
    return this.blocksOnce;
  }

  /** What the calls of a functions exercise gave, in their order. */
  get results(): readonly CallResult[] {
    return this.outcome.kind === 'called' ? this.outcome.results : [];
  }
}
