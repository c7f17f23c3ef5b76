import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type StageKind, stageKinds } from '../../recording/index.js';
import { findLesson } from '../target.js';
import { meant, UsageError } from '../UsageError.js';
import { openLesson, type Workers } from './learn.js';

export interface ShotOptions {
  readonly at?: number;
  /** Columns and rows: `120x40`. */
  readonly size?: string;
  /** A kind of stage. */
  readonly stage?: string;
  /** Keys pressed before the picture is taken, separated by blanks: `4 down w`. */
  readonly keys?: string;
  /** `.svg` or text; without one, text on standard output. */
  readonly out?: string;
  readonly ascii?: boolean;
  readonly theme?: 'dark' | 'light';
}

/** Writes one frame of a lesson, as text or as a picture. @returns the exit code */
export async function shot(workers: Workers, name: string, options: ShotOptions): Promise<number> {
  const size = readSize(options.size ?? '120x40');
  const stage = readStage(options.stage);
  const opened = await openLesson(workers, findLesson(name), options.at);
  if (opened === undefined) return 1;
  const { session, desk } = opened;
  const tui = await import('../../tui/index.js');
  try {
    if (options.keys?.split(' ').includes('p') === true) await desk.compute(() => {});
    const model = new tui.Model(session);
    let view = { ...tui.initialView(options.at ?? model.stops.steps[0] ?? 0), size, stage };
    for (const key of options.keys?.split(' ').filter((each) => each !== '') ?? [])
      view = { ...view, ...tui.press(view, key === 'space' ? ' ' : key, model) };
    const isPicture = options.out !== undefined && extname(options.out) === '.svg';
    const choice = { theme: options.theme ?? 'dark', ascii: options.ascii === true } as const;
    const frame = tui.renderFrame(model, view, size, new tui.Style({ ink: isPicture ? 'color' : 'none', ...choice }));
    const text = isPicture ? tui.frameSvg(frame, size.columns) : `${frame.map((row) => row.trimEnd()).join('\n')}\n`;
    if (options.out === undefined) process.stdout.write(text);
    else write(options.out, text);
  } finally {
    desk.close();
  }
  return 0;
}

function readSize(text: string): { readonly columns: number; readonly rows: number } {
  const [, columns, rows] = /^(\d{2,3})x(\d{2,3})$/.exec(text) ?? [];
  if (columns === undefined || rows === undefined)
    throw new UsageError(`--size ${text}: expected columns and rows, such as 120x40.`);
  return { columns: Number(columns), rows: Number(rows) };
}

function readStage(text: string | undefined): StageKind | undefined {
  const found = stageKinds.find((kind) => kind === text);
  if (text !== undefined && found === undefined)
    throw new UsageError(`There is no stage "${text}".${meant(text, stageKinds)} They are ${stageKinds.join(', ')}.`);
  return found;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--out ${file}: ${(error as Error).message}`);
  }
}
