/** Leaves a task that was asked to end. No failure: it is reported as `TaskKilled (reason)`. */
export class TaskKilled extends Error {
  constructor(readonly reason: string) {
    super(`TaskKilled (${reason})`);
    this.name = 'TaskKilled';
  }
}
