import { type ComputedQuestion, computeQuestion, judge, type Lesson, optionsOf, readAnswer } from '../classroom/index.js';
import type { SessionQuestion, SessionStop, Verdict } from '../recording/index.js';
import { ThreadRunner } from './ThreadRunner.js';

/** The questions of a lesson. Their answers are computed by running programs in threads of their own, while the learner reads. */
export class QuestionDesk {
  readonly questions: readonly SessionQuestion[];
  private readonly computed = new Map<string, ComputedQuestion>();
  private runner: ThreadRunner | undefined;

  /**
   * @param lessons all of them: each names its misconception
   * @param gradeWorker the built thread
   */
  constructor(
    private readonly lesson: Lesson,
    private readonly lessons: readonly Lesson[],
    private readonly gradeWorker: URL,
    stops: readonly SessionStop[],
  ) {
    this.questions = lesson.questions.flatMap(({ id, type, title, text }) => {
      const asking = lesson.stops.find((stop) => stop.ask === id);
      const seq = stops.find((stop) => stop.id === asking?.id)?.seq;
      if (seq === undefined) return [];
      const options = (): readonly string[] | undefined => {
        const found = this.computed.get(id);
        return found === undefined ? undefined : optionsOf(found);
      };
      return [{ id, seq, type, title, text, options, judge: (answer: string) => this.judge(id, answer) }];
    });
  }

  /** Computes all answers, one after the other. `changed` is called after each. A question whose programs fail stays without an answer. */
  async compute(changed: () => void): Promise<void> {
    if (this.questions.length === 0) return;
    this.runner = new ThreadRunner(this.gradeWorker);
    for (const question of this.lesson.questions) {
      try {
        this.computed.set(question.id, await computeQuestion(this.lesson, question, this.runner));
      } catch {
        continue;
      }
      changed();
    }
    this.close();
  }

  close(): void {
    this.runner?.close();
    this.runner = undefined;
  }

  /** Kind and tag of an answer, for the learner's progress. */
  tagOf(id: string, answer: string): { readonly kind: Verdict['kind']; readonly tag?: string } | undefined {
    const found = this.computed.get(id);
    return found === undefined ? undefined : judge(found, readAnswer(found.question.type, answer));
  }

  private judge(id: string, answer: string): Verdict | undefined {
    const found = this.computed.get(id);
    if (found === undefined) return undefined;
    const given = readAnswer(found.question.type, answer);
    const judgement = judge(found, given);
    const { right } = found;
    if (judgement.kind !== 'misconception') return { kind: judgement.kind, given, right };
    return { kind: 'misconception', given, right, misconception: this.sentenceOf(judgement.tag) };
  }

  /** The misconception in the learner's words, where a lesson has it; its tag otherwise. */
  private sentenceOf(tag: string): string {
    const known = [this.lesson, ...this.lessons].find(({ misconception }) => misconception.tag === tag);
    return known?.misconception.sentence ?? tag.replaceAll('-', ' ');
  }
}
