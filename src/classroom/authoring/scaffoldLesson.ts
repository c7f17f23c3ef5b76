import { ConsoleOutput, type Recording, type RunEvent, type RunTexts } from '../../recording/index.js';
import type { Lesson, StopSpec } from '../Lesson.js';
import { usedNames } from './checkLesson.js';

/** A program that a new lesson's question takes for a wrong belief, with the question. */
export interface ScaffoldQuestion {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Batch time in ms of the output that is asked for. */
  readonly batch: number;
  readonly tag: string;
  readonly wrong: string;
}

/**
 * The files of a new lesson around a run: text with a section for each stop, stops at what happened, everything that `author check` asks for. What the
 * author has to write is marked with TODO.
 * @param slug `late-records`
 * @param before the lessons of the course
 * @returns texts by path in the lesson's folder
 */
export function scaffoldLesson(
  slug: string,
  texts: RunTexts,
  recording: Recording,
  before: readonly Lesson[],
  question?: ScaffoldQuestion,
): ReadonlyMap<string, string> {
  const title = slug.replace(/-/g, ' ').replace(/^./, (first) => first.toUpperCase());
  const stops = stopsIn(recording);
  const known = new Set(before.flatMap(({ introduces }) => introduces));
  const meta = {
    formatVersion: 1,
    id: slug,
    status: 'wip',
    chapter: before.at(-1)?.chapter ?? 'TODO: the chapter',
    minutes: 15,
    prerequisites: before.slice(-1).map(({ id }) => id),
    misconception: { tag: question?.tag ?? slug, sentence: 'TODO: the one false belief, in the learner’s words.' },
    objectives: ['TODO: what the learner can say afterwards'],
    introduces: usedNames(texts.program).filter((name) => !known.has(name)),
    seed: texts.seed,
    config: texts.settings,
    fidelity: 'model',
    differences: ['TODO: this lesson was not recorded with real Spark; say where it may differ.'],
    refs: ['Spark 3.2.1, Streaming Programming Guide'],
  };
  const asked = stops.findLast(
    ({ at }) => typeof at.where?.batchTime === 'number' && at.where.batchTime < (question?.batch ?? 0),
  );
  const steps = {
    formatVersion: 1,
    stops: stops.map((stop) => ({
      ...stop,
      say: stop.id,
      ...(question !== undefined && stop === asked ? { ask: question.id } : {}),
    })),
    differs: stops.at(-1)?.id,
    questions:
      question === undefined
        ? []
        : [
            {
              id: question.id,
              type: 'output',
              text: question.id,
              answer: { of: 'printed', batch: question.batch },
              wrong: [{ file: `${question.tag}.ts`, tag: question.tag }],
            },
          ],
  };
  const sections = stops.map(({ id, at }) => `## ${id}: TODO heading\n\nTODO: what to see at this ${at.event}.\n`);
  if (question !== undefined) sections.push(`## ${question.id}: ${question.title}\n\n${question.text}\n`);
  const files = new Map([
    ['lesson.json', json(meta)],
    ['text.en.md', `# ${title}\n\nTODO: what this lesson is about.\n\n${sections.join('\n')}`],
    ['program.ts', texts.program],
    ['input.script', texts.script === '' ? '# Nobody types anything.\n' : texts.script],
    ['steps.json', json(steps)],
    ['design.md', designOf(title)],
  ]);
  if (question !== undefined) files.set(`wrong/${question.tag}.ts`, question.wrong);
  return files;
}

/** Where a lesson could stop: the start, the first batch that printed something, each thing that went wrong, the last batch. */
function stopsIn(recording: Recording): StopSpec[] {
  const stops: StopSpec[] = [];
  const add = (id: string, event: RunEvent, more: Partial<StopSpec['at']>): void => {
    if (stops.every((stop) => stop.id !== id)) stops.push({ id, at: { event: event.type, ...more } });
  };
  const printed = recording.project(ConsoleOutput.of).lines.find(({ text }) => /^\(/.test(text));
  const firstBatch = printed !== undefined && 'batchTime' in printed.place ? printed.place.batchTime : undefined;
  let last: RunEvent | undefined;
  const counts = new Map<string, number>();
  for (const event of recording) {
    if (event.type === 'context.started') add('start', event, {});
    if (event.type === 'batch.completed') {
      last = event;
      if (event.batchTime === firstBatch) add('first-output', event, { where: { batchTime: event.batchTime } });
    }
    if (event.type !== 'host.crashed' && event.type !== 'link.cut') continue;
    const nth = (counts.get(event.type) ?? 0) + 1;
    counts.set(event.type, nth);
    add(`${event.type.replace('.', '-')}-${nth}`, event, { nth });
  }
  if (last?.type === 'batch.completed') add('end', last, { where: { batchTime: last.batchTime } });
  return stops;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const designOf = (title: string): string => `# ${title}: design

- **Goal:** TODO
- **Misconception:** TODO, and the stop at which belief and truth differ on screen
- **Out of scope:** TODO
- **Rejected ideas:** TODO
`;
