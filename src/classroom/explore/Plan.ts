import type { Recording } from '../../recording/index.js';
import { crashLine, crashPoints } from '../../sim/fault/crashPoints.js';
import { drawPlan } from '../../sim/fault/drawPlan.js';
import type { Fault } from '../../sim/fault/FaultKind.js';
import { faultLines } from '../../sim/fault/faultLines.js';
import { shapeOf } from '../../sim/fault/shapeOf.js';
import { simplerFaults } from '../../sim/fault/simplerFaults.js';
import { effects } from '../../sim/script/parseScript.js';
import { printTime } from '../../sim/script/Script.js';

/** One fault of a plan, as the lines that cause it. */
export interface PlannedFault {
  readonly lines: readonly string[];
  /** Forms of it that are easier to read, the easiest first. */
  simpler(): readonly PlannedFault[];
}

/** What is done to a run. */
export interface Plan {
  /** As the report names it: `seed 7`, `before line-printed 3`. */
  readonly name: string;
  /** Plans of one group are counted together: `after line-printed`. */
  readonly group: string;
  readonly faults: readonly PlannedFault[];
}

const planned = (fault: Fault): PlannedFault => ({
  lines: faultLines(fault),
  simpler: () => simplerFaults(fault).map(planned),
});

/** A fault whose lines are all there is to it. */
export const fixedFault = (...lines: readonly string[]): PlannedFault => ({ lines, simpler: () => [] });

/** `count` plans, the nth drawn from the seed `n` alone. @param reference a run without faults */
export function drawnPlans(reference: Recording, count: number): Plan[] {
  const shape = shapeOf(reference);
  const counts: Record<string, number> = {};
  for (const { type } of crashPoints(reference)) counts[type] = (counts[type] ?? 0) + 0.5;
  return Array.from({ length: count }, (_, i) => {
    const faults = drawPlan(String(i + 1), shape, { effects: counts }).map(planned);
    return { name: `seed ${i + 1}`, group: 'seeds', faults };
  });
}

/** From a crash to the restart of what crashed, in the plans of a sweep. */
const downUs = 2_000_000;

/**
 * A plan for every crash point of a run: the host dies right before or right after one effect, and is started again two seconds after that.
 * Up to the crash a run is the same as `reference`, so the instant of the restart is known beforehand.
 * @param host as a line names it: `driver`
 */
export function sweptPlans(reference: Recording, host = 'driver'): Plan[] {
  const words = new Map(Object.entries(effects).map(([word, type]) => [type, word]));
  return crashPoints(reference).map((point) => {
    const type = words.get(point.type) ?? point.type;
    const restartUs = Math.ceil((reference.get(point.seq).at - reference.originUs + downUs) / 100_000) * 100_000;
    const lines = [crashLine(host, { ...point, type }), `@${printTime(restartUs)} ${host} restart`];
    const group = `${point.when} ${type}`;
    return { name: `${group} ${point.nth}`, group, faults: [fixedFault(...lines)] };
  });
}

/** A script with the lines of faults behind its own. */
export const withPlan = (input: readonly string[], faults: readonly PlannedFault[]): string =>
  `${[...input, ...faults.flatMap(({ lines }) => lines)].join('\n')}\n`;
