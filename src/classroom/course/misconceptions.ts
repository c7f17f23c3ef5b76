import type { ProgressEntry } from '../progress/Progress.js';
import type { Submission } from './Submission.js';

/** What `predict` entries of the progress hold. */
export interface PredictPayload {
  readonly question: string;
  readonly kind: 'right' | 'misconception' | 'wrong';
  /** The misconception whose answer it was, where it was one. */
  readonly tag?: string;
  /** 1 to 3. */
  readonly confidence?: number;
}

/** How often a misconception was met in first predictions. */
export interface MisconceptionRow {
  readonly lesson: string;
  readonly question: string;
  /** `other`: wrong in a way that no wrong program explains. */
  readonly tag: string;
  readonly students: number;
  /** Of them, how many were sure (3 of 3). */
  readonly confident: number;
  /** Students who predicted at all. */
  readonly of: number;
}

/** Wrong first predictions by misconception; those that the most students were sure of come first. */
export function misconceptions(submissions: readonly Submission[]): MisconceptionRow[] {
  const asked = new Map<string, number>();
  const rows = new Map<string, MisconceptionRow>();
  for (const { progress } of submissions) {
    for (const [place, { lesson, payload }] of firstPredictions(progress)) {
      asked.set(place, (asked.get(place) ?? 0) + 1);
      if (payload.kind === 'right') continue;
      const tag = payload.tag ?? 'other';
      const key = `${place} ${tag}`;
      const row = rows.get(key) ?? { lesson, question: payload.question, tag, students: 0, confident: 0, of: 0 };
      const confident = row.confident + (payload.confidence === 3 ? 1 : 0);
      rows.set(key, { ...row, students: row.students + 1, confident });
    }
  }
  return [...rows.values()]
    .map((row) => ({ ...row, of: asked.get(`${row.lesson} ${row.question}`) ?? 0 }))
    .sort((a, b) => b.confident - a.confident || b.students - a.students);
}

/** By lesson and question, the earliest answer: later ones were given with the run before one's eyes. */
function firstPredictions(progress: readonly ProgressEntry[]) {
  const first = new Map<string, { readonly lesson: string; readonly at: string; readonly payload: PredictPayload }>();
  for (const { event, lesson, at, payload } of progress) {
    if (event !== 'predict' || !isPrediction(payload)) continue;
    const place = `${lesson} ${payload.question}`;
    const known = first.get(place);
    if (known === undefined || at < known.at) first.set(place, { lesson, at, payload });
  }
  return first;
}

/** Progress files come from students: what does not fit is passed over. */
function isPrediction(payload: unknown): payload is PredictPayload {
  const { question, kind, tag, confidence } = (payload ?? {}) as Partial<Record<keyof PredictPayload, unknown>>;
  return (
    typeof question === 'string' &&
    (kind === 'right' || kind === 'misconception' || kind === 'wrong') &&
    (tag === undefined || typeof tag === 'string') &&
    (confidence === undefined || typeof confidence === 'number')
  );
}
