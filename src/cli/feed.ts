import { readFileSync } from 'node:fs';
import type { Script, ScriptEvent } from '../sim/script/Script.js';
import { UsageError } from './UsageError.js';

/** When the first line of a feed is typed. */
const firstUs = 100_000;

/**
 * Reads `:9999=FILE` or `:9999=FILE@20` (lines a second of virtual time) as events of nc; `-` is standard input. Without a rate all lines come at once.
 * @throws {UsageError} another form, or a file that cannot be read
 */
export function readFeed(text: string): ScriptEvent[] {
  const match = /^:?(\d{1,5})=(.+?)(?:@(\d+(?:\.\d+)?)(?:\/s)?)?$/.exec(text);
  if (match === null)
    throw new UsageError(`--feed ${text}: expected :PORT=FILE or :PORT=FILE@LINES/s, such as :9999=words.txt@20/s.`);
  const [, port, file, rate] = match;
  if (rate !== undefined && Number(rate) === 0)
    throw new UsageError(`--feed ${text}: the rate must be more than 0 lines a second.`);
  const lines = readLines(file as string);
  const stepUs = rate === undefined ? 0 : 1_000_000 / Number(rate);
  return lines.map((line, i) => ({
    atUs: firstUs + Math.round(i * stepUs),
    command: { actor: 'nc', port: Number(port), verb: '>', text: line },
    line: 0,
  }));
}

/** `script`, with the lines of the feeds in place of what it types at their ports. */
export function withFeeds(script: Script, feeds: readonly ScriptEvent[]): Script {
  if (feeds.length === 0) return script;
  const ports = new Set(feeds.map(({ command }) => ('port' in command ? command.port : 0)));
  const kept = script.events.filter(({ command }) => !(command.actor === 'nc' && ports.has(command.port)));
  const events = [...kept, ...feeds];
  return { events, lines: events, sources: script.sources };
}

function readLines(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = (error as { code?: string }).code === 'ENOENT' ? 'there is no such file' : String((error as Error).message);
    throw new UsageError(`--feed ${file}: ${why}.`);
  }
  const lines = text.split(/\r\n|\n|\r/);
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}
