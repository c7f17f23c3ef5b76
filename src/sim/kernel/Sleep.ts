import type { Cancel, Wait } from '../../engine/ports/Process.js';
import { Rank } from './EventQueue.js';
import type { Kernel, Owner } from './Kernel.js';

/** A wait for time to pass on `owner`'s clock. */
export class Sleep implements Wait<void> {
  /** @param ms fractions are kept to the microsecond; below 0 is 0 */
  constructor(
    private readonly kernel: Kernel,
    readonly owner: Owner,
    private readonly ms: number,
  ) {}

  get reason(): string {
    return `sleep ${this.ms} ms`;
  }

  /** The instant at which it is over when it begins now, in microseconds. */
  get end(): number {
    return this.kernel.now + Math.max(0, this.ms) * 1000;
  }

  begin(resume: (value: undefined) => void): Cancel {
    return this.kernel.schedule(this.end, this.owner, 'sleep', () => resume(undefined), Rank.timer);
  }
}
