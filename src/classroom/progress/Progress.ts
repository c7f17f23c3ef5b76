import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a learner did. */
export interface ProgressEntry {
  /** ISO time of the real clock. */
  readonly at: string;
  readonly lesson: string;
  readonly event: 'stop' | 'predict' | 'hint' | 'pass' | 'fail' | 'giveup' | 'break';
  /** Of the exercise as it was then: an exercise that changed since is shown as changed, and nothing is taken away. */
  readonly hash?: string;
  readonly seed?: string;
  readonly payload?: unknown;
}

/**
 * The learner's progress: one JSON object a line, only ever appended to, each line on disk before `add` returns. What was cut off by a crash is
 * passed over. Two machines are merged by the set union of their lines.
 */
export class Progress {
  /** @param file usually `.batchwise/progress.jsonl` in the learner's folder */
  constructor(readonly file: string) {}

  add(entry: ProgressEntry): void {
    this.append([JSON.stringify(entry)]);
  }

  entries(): ProgressEntry[] {
    return this.lines().map((line) => JSON.parse(line) as ProgressEntry);
  }

  /** All lines, as another machine can merge them. */
  export(): string {
    return this.lines()
      .map((line) => `${line}\n`)
      .join('');
  }

  /** Takes over the lines that are not here yet. @returns how many; lines that are no entries are left out */
  merge(text: string): number {
    const known = new Set(this.lines());
    const added = [...new Set(text.split('\n').filter((line) => isEntry(line) && !known.has(line)))];
    if (added.length > 0) this.append(added);
    return added.length;
  }

  /** Forgets everything, or what belongs to one lesson. */
  reset(lesson?: string): void {
    const kept = lesson === undefined ? [] : this.lines().filter((line) => (JSON.parse(line) as ProgressEntry).lesson !== lesson);
    rmSync(this.file, { force: true });
    if (kept.length > 0) this.append(kept);
  }

  private lines(): string[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, 'utf8').split('\n').filter(isEntry);
  }

  private append(lines: readonly string[]): void {
    mkdirSync(dirname(this.file), { recursive: true });
    // A line that a crash cut off must not swallow the next one.
    const isCut = existsSync(this.file) && !/(^|\n)$/.test(readFileSync(this.file, 'utf8'));
    const file = openSync(this.file, 'a');
    try {
      writeSync(file, `${isCut ? '\n' : ''}${lines.join('\n')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

function isEntry(line: string): boolean {
  if (line.trim() === '') return false;
  try {
    const value = JSON.parse(line) as Partial<ProgressEntry> | null;
    return typeof value?.at === 'string' && typeof value.lesson === 'string' && typeof value.event === 'string';
  } catch {
    return false;
  }
}
