import type { Recording } from '../../recording/index.js';
import type { Runner } from '../grading/Case.js';
import type { Lesson } from '../Lesson.js';
import { sameAnswer } from '../question/answerOf.js';
import { computeQuestion } from '../question/computeQuestion.js';
import { findStops } from '../stops.js';

/** What an author has to repair in a lesson; empty when there is nothing. @param before the lessons that come before it in the course */
export async function checkLesson(lesson: Lesson, before: readonly Lesson[], runner: Runner): Promise<string[]> {
  const given = { script: lesson.script, seed: lesson.seed, settings: lesson.settings };
  const limits = { activations: 20_000_000, wallMs: 30_000, memoryMb: 512 };
  const [outcome] = await runner.run({ text: lesson.program, name: 'program.ts' }, [given], limits);
  if (outcome?.kind !== 'ran') return [`program.ts cannot be run: ${outcome?.kind === 'error' ? outcome.message : ''}`];
  return [
    ...problemsOfStops(lesson, outcome.recording),
    ...problemsOfOutput(lesson, outcome.recording),
    ...problemsOfText(lesson),
    ...problemsOfNames(lesson, before),
    ...(await problemsOfQuestions(lesson, runner)),
  ];
}

function problemsOfStops(lesson: Lesson, recording: Recording): string[] {
  const { missing } = findStops(lesson, recording);
  const problems = missing.map((id) => `the stop "${id}" is never reached`);
  if (lesson.differs === undefined) {
    problems.push('steps.json names no stop ("differs") at which the misconception and the truth differ on screen');
  }
  return problems;
}

function problemsOfOutput(lesson: Lesson, recording: Recording): string[] {
  if (lesson.fidelity === 'model') {
    return lesson.differences.length > 0 ? [] : ['fidelity is "model": lesson.json has to list the known differences'];
  }
  if (lesson.sparkOutput === undefined) return ['fidelity is "recorded", but there is no output of real Spark in expected/'];
  let printed = '';
  for (const event of recording) if (event.type === 'console.line') printed += `${event.text}\n`;
  if (printed === lesson.sparkOutput) return [];
  const ours = printed.split('\n');
  const line = lesson.sparkOutput.split('\n').findIndex((text, i) => text !== ours[i]);
  return [`the output differs from that of real Spark in line ${line + 1}`];
}

function problemsOfText(lesson: Lesson): string[] {
  const used = new Set([...lesson.stops.map(({ say }) => say), ...lesson.questions.map(({ title }) => title)]);
  const problems: string[] = [];
  for (const [id, { title, text }] of lesson.sections) {
    if (!used.has(id) && !used.has(title)) problems.push(`nothing shows the section "${id}"`);
    // Prose is broken to the screen; a picture or a program is not.
    for (const [, block = ''] of text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)) {
      const wide = block.split('\n').find((line) => line.length > 78);
      if (wide !== undefined) problems.push(`a block in section "${id}" is wider than 78 columns: ${wide.slice(0, 30)}…`);
    }
  }
  return problems;
}

/** Names of the API that another lesson introduces may not be used before it. */
function problemsOfNames(lesson: Lesson, before: readonly Lesson[]): string[] {
  const known = new Set([...before, lesson].flatMap(({ introduces }) => introduces));
  return usedNames(lesson.program)
    .filter((name) => !known.has(name))
    .map((name) => `program.ts uses ${name} before a lesson introduces it`);
}

/** Names of the API that a lesson has to introduce and that a program uses; comments and texts do not count. */
export function usedNames(program: string): string[] {
  const code = program.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'[^'\n]*'|`[^`]*`/g, '');
  const used = new Set([...code.matchAll(/\.\s*([a-z]\w*)\s*\(/g)].map(([, name]) => name as string));
  return [...used].filter((name) => streamApi.has(name));
}

/** Operators and outputs that a lesson has to introduce. */
const streamApi = new Set([
  ...[
    'flatMap',
    'map',
    'filter',
    'reduceByKey',
    'groupByKey',
    'combineByKey',
    'mapValues',
    'transform',
    'print',
    'foreachRDD',
    'window',
  ],
  ...[
    'reduceByKeyAndWindow',
    'countByWindow',
    'countByValueAndWindow',
    'updateStateByKey',
    'mapWithState',
    'checkpoint',
    'repartition',
  ],
  ...['socketTextStream', 'receiverStream', 'queueStream', 'createDirectStream', 'union', 'join', 'cache', 'mapPartitions'],
]);

async function problemsOfQuestions(lesson: Lesson, runner: Runner): Promise<string[]> {
  const problems: string[] = [];
  for (const question of lesson.questions) {
    try {
      const computed = await computeQuestion(lesson, question, runner);
      for (const { tag, answer } of computed.wrong) {
        if (sameAnswer(question.type, answer, computed.right)) {
          problems.push(`the question "${question.id}" does not discriminate: "${tag}" answers as the lesson does`);
        }
      }
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return problems;
}
