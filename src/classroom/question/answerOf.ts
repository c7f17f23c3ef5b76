import { ConsoleOutput, printedRecords, type Recording, type RunEvent } from '../../recording/index.js';
import { fits } from '../fits.js';
import type { Answer, EventPattern, Extract, QuestionType } from './Question.js';

/** The answer that a run gives. @returns undefined when the run does not get there */
export function answerOf(recording: Recording, extract: Extract): Answer | undefined {
  switch (extract.of) {
    case 'printed':
      return printedRecords(recording.project(ConsoleOutput.of).ofBatch(extract.batch, recording.length - 1, extract.output));
    case 'count':
      return [String([...matching(recording, extract)].length)];
    case 'field': {
      let left = extract.nth ?? 1;
      for (const event of matching(recording, extract)) if (--left === 0) return [fieldOf(event, extract.field)];
      return undefined;
    }
    case 'values':
      return [...matching(recording, extract)].map((event) => fieldOf(event, extract.field));
  }
}

/** Whether two answers to a question of this type are the same; spaces around lines do not count, nor the order of a set. */
export function sameAnswer(type: QuestionType, a: Answer, b: Answer): boolean {
  return normal(type, a).join('\n') === normal(type, b).join('\n');
}

function normal(type: QuestionType, answer: Answer): string[] {
  const lines = answer.map((line) => line.trim()).filter((line) => line !== '');
  if (type === 'set') return [...new Set(lines)].sort();
  if (type === 'number') return lines.map((line) => (Number.isFinite(Number(line)) ? String(Number(line)) : line));
  return lines;
}

/** What was typed, as an answer: the members of a set or an order are separated by commas or spaces, but for those in `(a,1)`; output by lines. */
export function readAnswer(type: QuestionType, text: string): Answer {
  const members = type === 'set' || type === 'order' ? (text.match(/\([^)]*\)|[^,\s]+/g) ?? []) : undefined;
  const parts = members ?? (type === 'output' ? text.split('\n') : [text]);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function* matching(recording: Recording, { event: type, where = {} }: EventPattern): Iterable<RunEvent> {
  for (const event of recording) if (event.type === type && fits(event, where)) yield event;
}

const fieldOf = (event: RunEvent, field: string): string => String((event as unknown as Record<string, unknown>)[field]);
