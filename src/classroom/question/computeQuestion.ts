import type { Runner } from '../grading/Case.js';
import type { Lesson } from '../Lesson.js';
import { answerOf, sameAnswer } from './answerOf.js';
import type { Answer, Question } from './Question.js';

/** A question with its answers, all of them computed. */
export interface ComputedQuestion {
  readonly question: Question;
  readonly right: Answer;
  /** The answers of the wrong programs, by tag of their misconception. */
  readonly wrong: readonly { readonly tag: string; readonly answer: Answer }[];
}

const limits = { activations: 5_000_000, wallMs: 20_000, memoryMb: 512 };

/**
 * Runs the lesson and the wrong programs on the lesson's own script.
 * @throws {Error} when a program fails, or a run does not get to the answer
 */
export async function computeQuestion(lesson: Lesson, question: Question, runner: Runner): Promise<ComputedQuestion> {
  const answer = async (name: string, text: string, extract: Question['answer'], settings: Readonly<Record<string, string>>) => {
    const given = { script: lesson.script, seed: lesson.seed, settings };
    const [outcome] = await runner.run({ text, name }, [given], limits);
    if (outcome?.kind !== 'ran')
      throw new Error(`${lesson.folder}, ${name}: ${outcome?.kind === 'error' ? outcome.message : 'no run'}`);
    if (outcome.problem !== undefined) throw new Error(`${lesson.folder}, ${name}: ${outcome.problem.message}`);
    const found = answerOf(outcome.recording, extract);
    if (found === undefined) throw new Error(`${lesson.folder}, ${name}: the run does not get to the answer of "${question.id}"`);
    return found;
  };
  const right = await answer('program.ts', lesson.program, question.answer, lesson.settings);
  const wrong = [];
  for (const each of question.wrong) {
    const settings = { ...lesson.settings, ...each.settings };
    wrong.push({ tag: each.tag, answer: await answer(each.file, each.text, each.answer ?? question.answer, settings) });
  }
  return { question, right, wrong };
}

/** What an answer is: right, a known misconception, or simply wrong. */
export type Judgement =
  | { readonly kind: 'right' }
  | { readonly kind: 'misconception'; readonly tag: string }
  | { readonly kind: 'wrong' };

export function judge({ question, right, wrong }: ComputedQuestion, given: Answer): Judgement {
  if (sameAnswer(question.type, given, right)) return { kind: 'right' };
  const known = wrong.find(({ answer }) => sameAnswer(question.type, given, answer));
  return known === undefined ? { kind: 'wrong' } : { kind: 'misconception', tag: known.tag };
}

/** The options of a `choice`: right and wrong, each once, in an order that does not give the right one away. */
export function optionsOf({ right, wrong }: ComputedQuestion): readonly string[] {
  return [...new Set([right, ...wrong.map(({ answer }) => answer)].map((answer) => answer.join(' ')))].sort();
}
