import type { Place } from '../engine/events.js';
import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

export interface ConsoleEntry {
  readonly seq: number;
  readonly at: number;
  readonly host: string;
  readonly text: string;
  readonly place: Place;
}

/** How far printed lines agree with a text. */
export interface Agreement {
  /** Lines written so far. */
  readonly lines: number;
  /** First line that differs, from 1; undefined while all agree. */
  readonly differsAt: number | undefined;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  /** Lines of the text that have not been written yet. */
  readonly remaining: number;
}

/** Standard output of a run. */
export class ConsoleOutput {
  readonly lines: readonly ConsoleEntry[];

  private readonly byBatch = new Map<number, ConsoleEntry[]>();
  private compared: { readonly expected: string; readonly wanted: readonly string[]; readonly differs: number } | undefined;

  private constructor(lines: readonly ConsoleEntry[]) {
    this.lines = lines;
    for (const line of lines) {
      const time = 'batchTime' in line.place ? line.place.batchTime : undefined;
      if (time === undefined) continue;
      const list = this.byBatch.get(time);
      if (list === undefined) this.byBatch.set(time, [line]);
      else list.push(line);
    }
  }

  static of(this: void, recording: Recording): ConsoleOutput {
    const lines: ConsoleEntry[] = [];
    for (const event of recording) {
      if (event.type !== 'console.line') continue;
      const { seq, at, host, text, place } = event;
      // One call may print several lines; what is compared and counted are lines.
      for (const line of text.split('\n')) lines.push({ seq, at, host, text: line, place });
    }
    return new ConsoleOutput(lines);
  }

  /** How many lines were written up to `seq`. */
  countAt(seq: number): number {
    return countUpTo(this.lines, seq);
  }

  /** What was written up to `seq`, byte for byte. */
  textAt(seq: number): string {
    return this.lines
      .slice(0, this.countAt(seq))
      .map((line) => `${line.text}\n`)
      .join('');
  }

  /** Compares what was written up to `seq` with the beginning of `expected`. */
  agreementAt(seq: number, expected: string): Agreement {
    const { wanted, differs } = this.compare(expected);
    const lines = this.countAt(seq);
    const remaining = Math.max(0, wanted.length - lines);
    if (differs >= lines) return { lines, differsAt: undefined, expected: undefined, actual: undefined, remaining };
    return { lines, differsAt: differs + 1, expected: wanted[differs], actual: this.lines[differs]!.text, remaining };
  }

  /** The first line that differs does not depend on the position: it is looked for once. */
  private compare(expected: string) {
    if (this.compared?.expected !== expected) {
      const wanted = linesOf(expected);
      const found = this.lines.findIndex(({ text }, i) => text !== wanted[i]);
      this.compared = { expected, wanted, differs: found < 0 ? this.lines.length : found };
    }
    return this.compared;
  }

  /** The lines that a batch's outputs printed up to `seq`; `output` limits to one of them. */
  ofBatch(batchTime: number, seq: number, output?: number): readonly ConsoleEntry[] {
    const lines = this.byBatch.get(batchTime) ?? [];
    return lines
      .slice(0, countUpTo(lines, seq))
      .filter(({ place }) => output === undefined || (place.kind === 'job' && place.output === output));
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** What `print()` wrote below its header: the records, and `...` when there were more. */
export function printedRecords(lines: readonly ConsoleEntry[]): readonly string[] {
  return printedEntries(lines).map(({ text }) => text);
}

/** The same, with the events that wrote them. */
export function printedEntries(lines: readonly ConsoleEntry[]): readonly ConsoleEntry[] {
  const texts = lines.map((line) => line.text);
  const ruler = '-------------------------------------------';
  const isHeader = texts[0] === ruler && texts[1]?.startsWith('Time: ') === true && texts[2] === ruler;
  const body = isHeader ? lines.slice(3) : lines;
  return body.at(-1)?.text === '' ? body.slice(0, -1) : body;
}
