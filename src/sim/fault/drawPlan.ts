import { Draws } from '../kernel/draws.js';
import type { Fault, FaultKind, FaultParameter, WorldShape } from './FaultKind.js';
import { faultKinds } from './vocabulary.js';

/** How plans are drawn. */
export interface PlanOptions {
  /** Faults of a plan: at least `min`, at most `max`. */
  readonly min?: number;
  readonly max?: number;
  /** Weight of a kind by its id, in place of its own; 0 leaves it out. */
  readonly weights?: Readonly<Record<string, number>>;
  /** How many effects of each type a run without faults has; a share of the faults then strikes at an effect instead of a time. */
  readonly effects?: Readonly<Record<string, number>>;
}

const step = 50_000;

/**
 * A plan of faults that depends on `seed` alone. Each fault is drawn for its own place in the plan, so a plan with one fault less has all the
 * others unchanged (design.md, section 3).
 */
export function drawPlan(seed: string, shape: WorldShape, options: PlanOptions = {}): Fault[] {
  const { min = 1, max = 4, weights = {}, effects = {} } = options;
  const draws = new Draws(seed);
  const possible = faultKinds
    .map((kind) => ({ kind, targets: kind.targets(shape), weight: weights[kind.id] ?? kind.weight }))
    .filter(({ targets, weight }) => targets.length > 0 && weight > 0);
  if (possible.length === 0) return [];
  const count = min + Math.floor(draws.draw('plan', 'count') * (max - min + 1));
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  return Array.from({ length: count }, (_, i) => {
    const draw = (what: string): number => draws.draw('plan', i, what);
    const { kind, targets } = chosen(possible, draw('kind') * total);
    const effect = drawEffect(kind, effects, draw);
    return {
      kind: kind.id,
      target: targets[Math.floor(draw('target') * targets.length)] as string,
      atUs: effect === undefined ? Math.floor((draw('at') * shape.untilUs) / step) * step : 0,
      values: Object.fromEntries(
        kind.parameters.map((parameter) => [parameter.name, drawValue(parameter, draw(parameter.name))]),
      ),
      ...(effect === undefined ? {} : { effect }),
    };
  });
}

interface Possible {
  readonly kind: FaultKind;
  readonly targets: readonly string[];
  readonly weight: number;
}

/** The one in whose share of the weights `at` lies. */
function chosen(possible: readonly Possible[], at: number): Possible {
  let left = at;
  for (const each of possible) {
    left -= each.weight;
    if (left < 0) return each;
  }
  return possible.at(-1) as Possible;
}

/** Durations and factors differ by orders of magnitude, so they are drawn by their logarithm. */
function drawValue({ min, max, unit }: FaultParameter, draw: number): number {
  const value = Math.exp(Math.log(min) + draw * (Math.log(max) - Math.log(min)));
  const grain = unit === 'us' ? step : 0.5;
  return Math.min(max, Math.max(min, Math.round(value / grain) * grain));
}

/** Crashes strike at an effect in two of five cases. What comes back at a time of its own does not: the effect may come later than that. */
function drawEffect(kind: FaultKind, effects: Readonly<Record<string, number>>, draw: (what: string) => number): Fault['effect'] {
  const types = Object.keys(effects)
    .filter((type) => (effects[type] as number) > 0)
    .sort();
  if (types.length === 0 || kind.followUp !== undefined || !kind.id.endsWith('-crash') || draw('by effect') >= 0.4)
    return undefined;
  const type = types[Math.floor(draw('effect') * types.length)] as string;
  return {
    when: draw('before') < 0.5 ? 'before' : 'after',
    type,
    nth: 1 + Math.floor(draw('nth') * (effects[type] as number)),
  };
}
