import type { Recording } from '../../recording/index.js';

/** What one `print()` wrote for one batch, without header and closing line. */
export interface PrintedBlock {
  readonly timeMs: number;
  readonly lines: readonly string[];
  /** Event of its header. */
  readonly seq: number;
}

const rule = '-------------------------------------------';

/** The blocks that `print()` wrote, in order. Lines outside a block are not part of it. */
export function printedBlocks(recording: Recording): PrintedBlock[] {
  const blocks: { timeMs: number; lines: string[]; seq: number }[] = [];
  let inside: { timeMs: number; lines: string[]; seq: number } | undefined;
  let before = '';
  for (const event of recording) {
    if (event.type !== 'console.line') continue;
    for (const line of event.text.split('\n')) {
      const time = before === rule ? /^Time: (\d+) ms$/.exec(line)?.[1] : undefined;
      if (time !== undefined) {
        // The rule above the time was taken for a line of the block before.
        if (inside?.lines.at(-1) === rule) inside.lines.pop();
        inside = { timeMs: Number(time), lines: [], seq: event.seq };
        blocks.push(inside);
      } else if (inside !== undefined && !(line === rule && inside.lines.length === 0)) {
        if (line === '') inside = undefined;
        else inside.lines.push(line);
      }
      before = line;
    }
  }
  return blocks;
}
