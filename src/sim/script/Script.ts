import { type HostCommand, hostNamed } from './HostCommand.js';
import type { KafkaCommand } from './KafkaCommand.js';
import { printKafka } from './printKafka.js';
import { printTime } from './printTime.js';

/** What a line of a script does. */
export type Command =
  | HostCommand
  | KafkaCommand
  | { readonly actor: 'nc'; readonly port: number; readonly verb: '>'; readonly text: string }
  | { readonly actor: 'nc'; readonly port: number; readonly verb: 'bytes'; readonly text: string }
  | { readonly actor: 'nc'; readonly port: number; readonly verb: 'close' | 'stop' | 'listen' }
  | { readonly actor: 'link'; readonly a: string; readonly b: string; readonly verb: 'cut'; readonly forUs: number | undefined }
  | { readonly actor: 'link'; readonly a: string; readonly b: string; readonly verb: 'heal' }
  | { readonly actor: 'file'; readonly path: string; readonly verb: '>'; readonly text: string }
  | { readonly actor: 'store'; readonly store: 'mysql' | 'redis' | 'zookeeper'; readonly verb: 'crash' | 'restart' }
  | { readonly actor: 'run'; readonly verb: 'end' };

/** One event of a script. Times in virtual microseconds. */
export interface ScriptEvent {
  /** After the start of the run. */
  readonly atUs: number;
  readonly command: Command;
  /** Repeats: `times` in all, `everyUs` apart. */
  readonly everyUs?: number;
  readonly times?: number;
  /** Waits, from `atUs` on, for an event of this type, and acts right after it: a crash leaves exactly the effects up to this one. */
  readonly after?: string;
  /** As `after`, but acts in place of the event's own moment: a crash of the host whose effect it is prevents it. */
  readonly before?: string;
  /** With `after` or `before`: the how manyth such event it waits for, from 1; the next one when absent. */
  readonly nth?: number;
  /** Line of the text it stands in, from 1; 0 when it was made by a program. */
  readonly line: number;
}

/** A script as it was read: its events, and its lines, comments and spaces included. */
export interface Script {
  readonly events: readonly ScriptEvent[];
  readonly lines: readonly (string | ScriptEvent)[];
  /** The text of each line that is an event. */
  readonly sources: ReadonlyMap<ScriptEvent, string>;
}

/** The text of a script; what was parsed comes back as it was written. */
export function printScript(script: Script): string {
  return script.lines
    .map((line) => (typeof line === 'string' ? line : (script.sources.get(line) ?? printEvent(line))))
    .join('\n');
}

/** One event as a line, in the form that the documentation uses. */
export function printEvent(event: ScriptEvent): string {
  const { command } = event;
  const parts = [`@${printTime(event.atUs)}`];
  const repeat = [];
  if (event.everyUs !== undefined) repeat.push(`every=${printTime(event.everyUs)}`);
  if (event.times !== undefined) repeat.push(`times=${event.times}`);
  if (event.after !== undefined) repeat.push(`after=${event.after}`);
  if (event.before !== undefined) repeat.push(`before=${event.before}`);
  if (event.nth !== undefined) repeat.push(`nth=${event.nth}`);
  switch (command.actor) {
    case 'nc':
      parts.push('nc', `:${command.port}`, ...repeat, command.verb);
      if (command.verb === '>') return command.text === '' ? parts.join(' ') : `${parts.join(' ')} ${command.text}`;
      if (command.verb === 'bytes') parts.push(JSON.stringify(command.text));
      break;
    case 'file':
      return `${[...parts, 'file', command.path, ...repeat, '>'].join(' ')} ${command.text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`;
    case 'link':
      parts.push('link', `${command.a}-${command.b}`, command.verb, ...repeat);
      if (command.verb === 'cut' && command.forUs !== undefined) parts.push(`for=${printTime(command.forUs)}`);
      break;
    case 'driver':
    case 'executor':
    case 'worker':
      parts.push(hostNamed(command), command.verb);
      if (command.verb === 'slow') parts.push(`x=${command.factor}`);
      if ('forUs' in command && command.forUs !== undefined) parts.push(`for=${printTime(command.forUs)}`);
      parts.push(...repeat);
      break;
    case 'store':
      parts.push(command.store, command.verb, ...repeat);
      break;
    case 'kafka':
      parts.push(printKafka(command, repeat));
      break;
    case 'run':
      parts.push('run', command.verb, ...repeat);
  }
  return parts.join(' ');
}

export { printTime };
