export interface SpeculationSettings {
  /** Share of the tasks that must have ended first. */
  readonly quantile: number;
  /** How many times slower than the median is too slow. */
  readonly multiplier: number;
  readonly intervalMs: number;
  readonly minRuntimeMs: number;
}

/** When a task takes so long that a copy of it is worth starting (SC-295). */
export class SpeculationPolicy {
  /** Of the tasks that succeeded, ascending. */
  private readonly durations: number[] = [];

  constructor(private readonly settings: SpeculationSettings) {}

  taskEnded(durationMs: number): void {
    let at = this.durations.length;
    while (at > 0 && (this.durations[at - 1] as number) > durationMs) at--;
    this.durations.splice(at, 0, durationMs);
  }

  /** In ms; undefined while too few of `tasks` have ended. */
  threshold(tasks: number): number | undefined {
    const { quantile, multiplier, minRuntimeMs } = this.settings;
    const { durations } = this;
    const count = durations.length;
    if (count < Math.max(Math.floor(quantile * tasks), 1)) return undefined;
    const half = count >> 1;
    const median =
      count % 2 === 1 ? (durations[half] as number) : ((durations[half - 1] as number) + (durations[half] as number)) / 2;
    return Math.max(multiplier * median, minRuntimeMs);
  }
}
