import { type ConsoleEntry, ConsoleOutput } from '../console.js';
import type { Recording } from '../Recording.js';

/** A printed line of two runs, beside each other. One of them at least is there. */
export interface OutputRow {
  /** Virtual microseconds: the earlier of the two. */
  readonly atUs: number;
  readonly a: ConsoleEntry | undefined;
  readonly b: ConsoleEntry | undefined;
}

/**
 * What two runs printed, side by side. A line belongs to the line of the other run that has its place: batch, output, and which of their lines it
 * is; a batch that was run again has more lines, which stand alone. Ordered by virtual time, and within one by the order of printing.
 */
export function alignedOutputs(a: Recording, b: Recording): readonly OutputRow[] {
  const left = placed(a);
  const right = placed(b);
  const rows: OutputRow[] = [];
  for (const [place, entry] of left) {
    const other = right.get(place);
    rows.push({ atUs: Math.min(entry.at, other?.at ?? entry.at), a: entry, b: other });
  }
  for (const [place, entry] of right) if (!left.has(place)) rows.push({ atUs: entry.at, a: undefined, b: entry });
  // Stable: of one instant, the lines of a stay in their order, and those that only b has follow.
  return rows.sort((x, y) => x.atUs - y.atUs);
}

function placed(recording: Recording): Map<string, ConsoleEntry> {
  const counts = new Map<string, number>();
  const lines = new Map<string, ConsoleEntry>();
  for (const entry of recording.project(ConsoleOutput.of).lines) {
    const { place } = entry;
    const batch = 'batchTime' in place ? place.batchTime : '';
    const output = place.kind === 'job' ? place.output : '';
    const key = `${place.kind} ${batch} ${output}`;
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    lines.set(`${key} ${nth}`, entry);
  }
  return lines;
}
