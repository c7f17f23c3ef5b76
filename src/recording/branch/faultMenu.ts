import type { FaultParameter } from '../../sim/fault/FaultKind.js';
import { shapeOf } from '../../sim/fault/shapeOf.js';
import { faultKinds } from '../../sim/fault/vocabulary.js';
import type { Recording } from '../Recording.js';

/** A kind of fault that can strike in a run, for whoever lets a person choose. */
export interface FaultChoice {
  readonly kind: string;
  readonly title: string;
  readonly happens: string;
  readonly answer: string;
  /** Whom it can strike, at least one: `driver`, `link driver-nc`. */
  readonly targets: readonly string[];
  readonly parameters: readonly FaultParameter[];
}

/** The faults that make sense in the world of a run, in the order of the vocabulary. */
export function faultMenu(recording: Recording): readonly FaultChoice[] {
  const shape = shapeOf(recording);
  return faultKinds
    .map((each) => ({ each, targets: each.targets(shape) }))
    .filter(({ targets }) => targets.length > 0)
    .map(({ each: { id, title, happens, answer, parameters }, targets }) => ({
      kind: id,
      title,
      happens,
      answer,
      targets,
      parameters,
    }));
}
