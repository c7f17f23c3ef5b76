import { deflateSync, inflateSync } from 'node:zlib';
import type { RunTexts } from '../recording/index.js';
import { lessons, programHash, targetOf } from './target.js';
import { UsageError } from './UsageError.js';

/** A run as somebody else can open it, and the event at which. */
export interface SavedRun {
  readonly texts: RunTexts;
  readonly lesson?: string;
  readonly at?: number;
}

/** What a code holds. A lesson that came with batchwise is named; its script and settings are there only where they differ. */
interface Packed {
  readonly lesson?: string;
  /** Of the lesson's program, so that a later version of it is noticed. */
  readonly hash?: string;
  readonly program?: string;
  readonly name?: string;
  readonly script?: string;
  readonly seed?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly at?: number;
}

const prefix = 'bw1-';

/** A run as one word: the version, then base64url of what it is made from, compressed. */
export const replayCode = (run: SavedRun): string =>
  prefix + deflateSync(JSON.stringify(packed(run)), { level: 9 }).toString('base64url');

/** A run as the text of a file that a person can read. */
export const savedText = (run: SavedRun): string =>
  `${JSON.stringify({ batchwise: 1, ...packed({ ...run }, false) }, null, 2)}\n`;

/** The command that opens a run. */
export const replayCommand = (run: SavedRun): string => `batchwise replay ${replayCode(run)}`;

/** Whether a text is meant as a code. */
export const isReplayCode = (text: string): boolean => /^bw\d+-/.test(text.trim());

/** Reads a code. @throws {UsageError} a code that is cut off, mistyped, of a later version, or of a lesson that is not there */
export function readReplayCode(text: string): SavedRun {
  const code = text.trim();
  const version = /^bw(\d+)-/.exec(code)?.[1];
  if (version === undefined) throw new UsageError('This is no replay code: a code begins with "bw1-".');
  if (version !== '1')
    throw new UsageError(`This code has version ${version}; this batchwise reads version 1. Update batchwise.`);
  let json: string;
  try {
    json = inflateSync(Buffer.from(code.slice(prefix.length), 'base64url'), { maxOutputLength: 1 << 24 }).toString('utf8');
  } catch {
    throw new UsageError('This code is cut off or mistyped: copy the whole word that begins with "bw1-".');
  }
  return unpacked(JSON.parse(json) as Packed);
}

/** Reads the text of a saved file, or of a file that holds a code. @throws {UsageError} */
export function readSavedText(text: string, file: string): SavedRun {
  if (isReplayCode(text)) return readReplayCode(text);
  let json: (Packed & { readonly batchwise?: unknown }) | null;
  try {
    json = JSON.parse(text) as Packed;
  } catch {
    throw new UsageError(`${file} is no saved run: expected a replay code, or what batchwise saved.`);
  }
  if (json?.batchwise !== 1) throw new UsageError(`${file} is no saved run: expected "batchwise": 1.`);
  return unpacked(json);
}

function packed({ texts, lesson, at }: SavedRun, brief = true): Packed {
  const known = lesson === undefined || !brief ? undefined : lessons().find(({ id }) => id === lesson);
  const isLesson = known !== undefined && known.program === texts.program;
  const script = isLesson && known.script === texts.script ? {} : { script: texts.script };
  const settings = isLesson && sameSettings(known.settings, texts.settings) ? {} : { settings: texts.settings };
  const seed = isLesson && known.seed === texts.seed ? {} : { seed: texts.seed };
  const program = isLesson
    ? { lesson: known.id, hash: programHash(known.program) }
    : { program: texts.program, name: texts.programName, ...(lesson === undefined ? {} : { lesson }) };
  return { ...program, ...script, ...seed, ...settings, ...(at === undefined ? {} : { at }) };
}

function unpacked(found: Packed): SavedRun {
  const { lesson, hash, program, name = 'program.ts', script, seed, settings, at } = found;
  const place = at === undefined ? {} : { at };
  if (program !== undefined) {
    const texts = { program, programName: name, script: script ?? '', seed: seed ?? '0', settings: settings ?? {} };
    return { texts, ...place, ...(lesson === undefined ? {} : { lesson }) };
  }
  if (lesson === undefined) throw new UsageError('This saved run has neither a program nor a lesson.');
  const known = lessons().find(({ id }) => id === lesson);
  if (known === undefined)
    throw new UsageError(`This code is of the lesson "${lesson}", which this batchwise has not. Update batchwise.`);
  if (hash !== undefined && hash !== programHash(known.program)) {
    throw new UsageError(
      `The program of the lesson "${lesson}" has changed since this code was made, so it would show something else.`,
    );
  }
  const target = targetOf(known);
  const texts: RunTexts = {
    program: target.program,
    programName: target.programName,
    script: script ?? target.script,
    seed: seed ?? target.seed,
    settings: settings ?? target.settings,
  };
  return { texts, lesson, ...place };
}

const sameSettings = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
