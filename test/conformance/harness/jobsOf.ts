import type { WorldEvent } from '../../../src/sim/events.js';
import { canonical } from './compare.js';
import type { Json } from './values.js';

interface Stage {
  readonly name: string;
  readonly tasks: number;
  readonly ran: boolean;
  readonly attempts: string[];
}

/** The Spark jobs that a run finished, as run files list them; stages that are not the last are in an order of their own. */
export function jobsOf(events: Iterable<WorldEvent>): Json[] {
  const started = new Map<
    number,
    { readonly batch: number | null; readonly output: number | null; readonly stages: readonly number[] }
  >();
  const stages = new Map<string, Stage>();
  const jobOfStage = new Map<number, number>();
  const partitionsOf = new Map<string, Set<number>>();
  const found: Json[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'job.started':
        if (event.action === 'start') break;
        started.set(event.job, { batch: event.batchTime ?? null, output: event.output ?? null, stages: event.stages });
        break;
      case 'stage.submitted':
        jobOfStage.set(event.stage, event.job);
        stages.set(`${event.job} ${event.stage}`, { name: event.name, tasks: event.tasks, ran: true, attempts: [] });
        break;
      case 'stage.skipped':
        stages.set(`${event.job} ${event.stage}`, { name: event.name, tasks: event.tasks, ran: false, attempts: [] });
        break;
      case 'task.started': {
        const key = `${jobOfStage.get(event.stage)} ${event.stage}`;
        const partitions = partitionsOf.get(key) ?? new Set();
        partitionsOf.set(key, partitions.add(event.partition));
        break;
      }
      case 'task.completed':
      case 'task.failed': {
        const result = event.type === 'task.completed' ? 'ok' : 'failed';
        const key = `${jobOfStage.get(event.stage)} ${event.stage}`;
        // A task goes by its position among the partitions of its stage; they start in order.
        const index = [...(partitionsOf.get(key) ?? [])].sort((a, b) => a - b).indexOf(event.partition);
        stages.get(key)?.attempts.push(`${index}.${event.attempt}:${result}`);
        break;
      }
      case 'job.completed': {
        const job = started.get(event.job);
        if (job === undefined || job.stages.length === 0) break;
        const all = job.stages.flatMap((id) => stages.get(`${event.job} ${id}`) ?? []);
        const sorted = all.map((stage) => ({ ...stage, attempts: [...stage.attempts].sort() }));
        found.push({
          clock: event.at / 1000,
          batch: job.batch,
          output: job.output,
          ok: event.failure === undefined,
          stages: inOrder(sorted) as unknown as Json,
        });
      }
    }
  }
  return found;
}

/** The last stage is the result stage; the order of the others means nothing. */
export function inOrder<T>(stages: readonly T[]): readonly T[] {
  const others = stages.slice(0, -1).map((stage) => [canonical(stage as unknown as Json), stage] as const);
  return [...others.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stage]) => stage), ...stages.slice(-1)];
}
