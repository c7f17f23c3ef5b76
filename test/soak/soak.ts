import { Recording } from '../../src/recording/index.js';
import { drawPlan } from '../../src/sim/fault/drawPlan.js';
import type { Fault } from '../../src/sim/fault/FaultKind.js';
import { withFaults } from '../../src/sim/fault/faultLines.js';
import { World } from '../../src/sim/World.js';
import { type SoakProgram, soakPrograms } from './programs.js';

/** What a soak found. Every list should be empty. */
export interface SoakReport {
  readonly plans: number;
  readonly runs: number;
  /** Runs whose second time was not the same bytes. */
  readonly mismatches: string[];
  /** Errors that no program threw. */
  readonly exceptions: string[];
  /** Runs that a limit ended without a reason. */
  readonly unexplained: string[];
  /** Records of a source with storage that were never shown. */
  readonly lost: string[];
  /** How runs ended. */
  readonly ends: Map<string, number>;
  /** Faults that took effect, by the event that says so. */
  readonly faults: Map<string, number>;
}

const faultEvents: ReadonlySet<string> = new Set([
  'host.crashed',
  'link.cut',
  'connection.closed',
  'port.closed',
  'executor.removed',
  'task.failed',
]);

/**
 * Draws `plans` plans in all over the programs, runs each twice and compares. @param from number of the first seed
 * @param onProgress called now and then with the number of plans done
 */
export function soak(plans: number, from = 0, onProgress: (done: number) => void = () => {}): SoakReport {
  const report: SoakReport = {
    plans,
    runs: 0,
    mismatches: [],
    exceptions: [],
    unexplained: [],
    lost: [],
    ends: new Map(),
    faults: new Map(),
  };
  let runs = 0;
  for (let i = 0; i < plans; i++) {
    const program = soakPrograms[i % soakPrograms.length] as SoakProgram;
    const seed = String(from + i);
    const plan = drawPlan(seed, program.shape, {
      effects: { 'console.line': 20, 'task.completed': 40, 'batch.completed': 9, 'checkpoint.written': 12 },
    });
    const script = withFaults(program.script, plan);
    const where = `${program.name}, seed ${seed}\n${script}`;
    const first = runOnce(program, script, seed);
    const second = runOnce(program, script, seed);
    runs += 2;
    if (first.digest !== second.digest) report.mismatches.push(where);
    if (first.exception !== undefined) report.exceptions.push(`${first.exception}\n${where}`);
    if (first.reason === '' || first.end === undefined) report.unexplained.push(where);
    count(report.ends, first.end ?? 'none');
    for (const [type, n] of first.faults) count(report.faults, type, n);
    const missing = (program.mustPrint ?? []).filter((record) => !first.printed.has(record));
    if (missing.length > 0 && first.isRecoverable && plan.every((fault) => endOf(fault) < 20_000_000))
      report.lost.push(`${missing.join(' ')}\n${where}`);
    if (i % 100 === 99) onProgress(i + 1);
  }
  return { ...report, runs };
}

interface Once {
  readonly digest: string;
  readonly end: string | undefined;
  readonly reason: string;
  readonly exception: string | undefined;
  readonly printed: ReadonlySet<string>;
  readonly faults: ReadonlyMap<string, number>;
  /**
   * The driver is up at the end, and did not crash before there was a checkpoint; its program did not end with a job that failed too often, after
   * which what is in the source waits for somebody to start it again.
   */
  readonly isRecoverable: boolean;
}

function runOnce({ main, settings }: SoakProgram, script: string, seed: string): Once {
  const printed = new Set<string>();
  const faults = new Map<string, number>();
  let exception: string | undefined;
  const world = new World({ program: main, script, seed, settings, limits: { activations: 2_000_000 } });
  world.onConsoleLine = (text) => printed.add(text);
  try {
    world.run();
  } catch (error) {
    exception = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const recording = new Recording(world.log, { programText: '', scriptText: script, seed, settings });
  let isUp = false;
  let hasCheckpoint = false;
  let isGivenUp = false;
  for (const event of recording) {
    if (faultEvents.has(event.type)) count(faults, event.type);
    if (event.type === 'checkpoint.written') hasCheckpoint = true;
    if (event.host !== 'driver') continue;
    if (event.type === 'host.started') isUp = true;
    else if (event.type === 'program.ended') isGivenUp = true;
    else if (event.type === 'host.crashed') {
      isUp = false;
      if (!hasCheckpoint) isGivenUp = true;
    }
  }
  const { end } = world.kernel;
  return {
    digest: recording.digest,
    end: end?.kind,
    reason: end?.reason ?? '',
    exception,
    printed,
    faults,
    isRecoverable: isUp && !isGivenUp,
  };
}

/** When the last line of a fault has had its effect, in microseconds. */
const endOf = ({ atUs, values }: Fault): number => atUs + (values.for ?? 0) + (values.down ?? 0);

const count = (counts: Map<string, number>, key: string, by = 1): void => {
  counts.set(key, (counts.get(key) ?? 0) + by);
};
