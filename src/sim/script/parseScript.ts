import { kafkaLine, type LineWords } from './kafkaLine.js';
import type { Command, Script, ScriptEvent } from './Script.js';
import { nearestWord, ScriptError, type ScriptProblem } from './ScriptError.js';

const units: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };
const actors = ['nc', 'driver', 'executor', 'worker', 'link', 'file', 'mysql', 'redis', 'zookeeper', 'kafka', 'run'];
const executorVerbs = ['crash', 'pause', 'slow', 'disk-full', 'memory-full'] as const;

/**
 * Effects that `after=` may name, and the event that each of them is. A learner writes the effect; the event's own type is accepted too.
 */
export const effects: Readonly<Record<string, string>> = {
  'batch-generated': 'batch.generated',
  'batch-submitted': 'batch.submitted',
  'batch-started': 'batch.started',
  'batch-completed': 'batch.completed',
  'output-started': 'output.started',
  'output-completed': 'output.completed',
  'job-started': 'job.started',
  'job-completed': 'job.completed',
  'task-started': 'task.started',
  'task-completed': 'task.completed',
  'block-stored': 'block.stored',
  'blocks-allocated': 'blocks.allocated',
  'record-received': 'record.received',
  'line-printed': 'console.line',
  'checkpoint-written': 'checkpoint.written',
  'rdd-checkpointed': 'rdd.checkpointed',
  'store-write': 'sink.written',
  'row-committed': 'row.committed',
  'record-appended': 'record.appended',
  'record-fetched': 'record.fetched',
  'offsets-committed': 'offsets.committed',
};

/**
 * Reads a script: one event a line, `@time actor … verb …`; empty lines and lines that begin with `#` are comments.
 * @throws {ScriptError} with line, column and what was expected, for every line that could not be read
 */
export function parseScript(text: string): Script {
  const lines: (string | ScriptEvent)[] = [];
  const events: ScriptEvent[] = [];
  const sources = new Map<ScriptEvent, string>();
  const problems: ScriptProblem[] = [];
  text.split('\n').forEach((source, index) => {
    if (/^\s*(#|$)/.test(source)) {
      lines.push(source);
      return;
    }
    try {
      const event = new LineReader(source.replace(/\r$/, ''), index + 1).event();
      lines.push(event);
      events.push(event);
      sources.set(event, source);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error.problem);
    }
  });
  if (problems.length > 0) throw new ScriptError(problems, text);
  return { lines, events, sources };
}

/** `1.5s` in microseconds; undefined when it is no time. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const us = Number(match[1]) * (units[match[2] as string] as number);
  return Math.abs(us - Math.round(us)) < 1e-6 && us <= 2 ** 50 ? Math.round(us) : undefined;
}

class Problem extends Error {
  constructor(readonly problem: ScriptProblem) {
    super(problem.expected);
  }
}

class LineReader {
  private at = 0;
  private wordStart = 0;

  constructor(
    private readonly text: string,
    private readonly line: number,
  ) {}

  event(): ScriptEvent {
    const first = this.word();
    if (!first.startsWith('@')) throw this.expected('a time such as @0.5s', first);
    const atUs = parseTime(first.slice(1));
    if (atUs === undefined) throw this.expected('a time such as @0.5s, @1200ms or @250us', first);
    const actor = this.word();
    const modifiers: Modifiers = {};
    let command: Command;
    switch (actor) {
      case 'nc':
        command = this.nc(modifiers);
        break;
      case 'driver':
      case 'executor':
      case 'worker':
        command = this.host(actor, modifiers);
        break;
      case 'link':
        command = this.link(modifiers);
        break;
      case 'file': {
        const path = this.word();
        if (path === '' || path === '>') throw this.expected('the path of a file', path);
        this.modifiers(modifiers);
        this.oneOf(['>']);
        command = { actor, path, verb: '>', text: unescaped(this.rest()) };
        break;
      }
      case 'mysql':
      case 'redis':
      case 'zookeeper':
        this.modifiers(modifiers);
        command = { actor: 'store', store: actor, verb: this.oneOf(['crash', 'restart']) };
        break;
      case 'kafka':
        command = kafkaLine(this.wordsFor(modifiers));
        break;
      case 'run':
        command = { actor, verb: this.oneOf(['end']) };
        break;
      default:
        throw this.expected(`who acts: ${actors.slice(0, -1).join(', ')} or ${actors.at(-1)}`, actor, actors);
    }
    this.modifiers(modifiers);
    const extra = this.word();
    if (extra !== '') throw this.expected('the end of the line', extra);
    if (modifiers.times !== undefined && modifiers.everyUs === undefined) throw this.expected('every= together with times=', '');
    if (modifiers.after !== undefined && modifiers.before !== undefined) throw this.expected('either after= or before=', '');
    if (modifiers.nth !== undefined && modifiers.after === undefined && modifiers.before === undefined)
      throw this.expected('after= or before= together with nth=', '');
    const { forUs: _, factor: __, ...kept } = modifiers;
    return { atUs, command, ...kept, line: this.line };
  }

  private host(actor: 'driver' | 'executor' | 'worker', modifiers: Modifiers): Command {
    const id = actor === 'driver' ? '' : this.word();
    if (actor !== 'driver' && !/^\d{1,6}$/.test(id)) throw this.expected(`the number of the ${actor}, such as ${actor} 1`, id);
    this.modifiers(modifiers);
    const verbs = {
      driver: ['crash', 'restart', 'pause', 'slow'],
      executor: executorVerbs,
      worker: ['crash', 'restart'],
    } as const;
    const verb = this.oneOf(verbs[actor] as readonly (typeof executorVerbs | typeof verbs.driver)[number][]);
    this.modifiers(modifiers);
    const { forUs, factor } = modifiers;
    const lasting = forUs === undefined ? {} : { forUs };
    const whom = actor === 'executor' ? { actor, id } : { actor: 'driver' as const };
    switch (verb) {
      case 'pause':
        if (forUs === undefined) throw this.expected('how long: for=2s', '');
        return { ...whom, verb, forUs };
      case 'slow':
        if (factor === undefined) throw this.expected('how many times slower: x=4', '');
        return { ...whom, verb, factor, ...lasting };
      case 'disk-full':
      case 'memory-full':
        return { actor: 'executor', id, verb, ...lasting };
      case 'restart':
        return actor === 'worker' ? { actor, number: Number(id), verb } : { actor: 'driver', verb };
      default:
        if (actor === 'worker') return { actor, number: Number(id), verb };
        return actor === 'executor' ? { actor, id, verb } : { actor, verb };
    }
  }

  private nc(modifiers: Modifiers): Command {
    const address = this.word();
    const port = /^:?(\d{1,5})$/.exec(address)?.[1];
    if (port === undefined || Number(port) > 65_535 || Number(port) === 0) throw this.expected('a port such as :9999', address);
    this.modifiers(modifiers);
    const verb = this.oneOf(['>', 'bytes', 'close', 'stop', 'listen']);
    switch (verb) {
      case '>':
        return { actor: 'nc', port: Number(port), verb, text: this.rest() };
      case 'bytes': {
        const literal = this.rest();
        try {
          const text: unknown = JSON.parse(literal);
          if (typeof text === 'string') return { actor: 'nc', port: Number(port), verb, text };
        } catch {
          // said below
        }
        throw this.expected('a text in double quotes, such as "hel" or "lo\\n"', literal);
      }
      default:
        return { actor: 'nc', port: Number(port), verb };
    }
  }

  private link(modifiers: Modifiers): Command {
    const ends = this.word();
    // Names of hosts may end with a number of their own: `driver-executor-1`, `executor-0-broker-2`.
    const [, a, b] = /^([\w:.]+(?:-\d+)?)-([\w:.]+(?:-\d+)?)$/.exec(ends) ?? [];
    if (a === undefined || b === undefined) throw this.expected('two hosts such as driver-nc', ends);
    this.modifiers(modifiers);
    const verb = this.oneOf(['cut', 'heal']);
    this.modifiers(modifiers);
    return verb === 'cut' ? { actor: 'link', a, b, verb, forUs: modifiers.forUs } : { actor: 'link', a, b, verb };
  }

  /** What other readers of a part of this line need. */
  private wordsFor(modifiers: Modifiers): LineWords {
    return {
      word: () => this.word(),
      pair: () => this.pair(),
      remaining: () => this.remaining(),
      modifier: (name, value, word) => this.modifier(modifiers, name, value, word),
      get forUs() {
        return modifiers.forUs;
      },
      oneOf: (words) => this.oneOf(words),
      expected: (expected, found, words) => this.expected(expected, found, words),
    };
  }

  private modifiers(into: Modifiers): void {
    for (let pair = this.pair(); pair !== undefined; pair = this.pair()) {
      if (!this.modifier(into, pair.name, pair.value, pair.word))
        throw this.expected('every=, times=, for=, x=, after=, before= or nth=', pair.word, modifierNames);
    }
  }

  /** The next word, when it is `name=value`; else it stays where it is. */
  private pair(): { readonly name: string; readonly value: string; readonly word: string } | undefined {
    const before = this.at;
    const word = this.word();
    const [, name, value] = /^([a-z][a-z.]*)=(.*)$/i.exec(word) ?? [];
    if (name !== undefined && value !== undefined) return { name, value, word };
    this.at = before;
    return undefined;
  }

  /** @returns false when there is no modifier of this name */
  private modifier(into: Modifiers, name: string, value: string, word: string): boolean {
    switch (name) {
      case 'every':
      case 'for': {
        const us = parseTime(value);
        if (us === undefined || us === 0) throw this.expected(`a duration such as ${name}=2s`, word);
        into[name === 'every' ? 'everyUs' : 'forUs'] = us;
        break;
      }
      case 'x':
        if (!/^\d+(\.\d+)?$/.test(value) || !(Number(value) > 0)) throw this.expected('a factor such as x=4', word);
        into.factor = Number(value);
        break;
      case 'times':
      case 'nth':
        if (!/^[1-9]\d{0,6}$/.test(value)) throw this.expected(`a count such as ${name}=10`, word);
        into[name] = Number(value);
        break;
      case 'after':
      case 'before': {
        const known = Object.keys(effects);
        if (effects[value] === undefined && !Object.values(effects).includes(value)) {
          throw this.expected(`an effect (${known.join(', ')})`, value, known, this.wordStart + name.length + 1);
        }
        into[name] = effects[value] ?? value;
        break;
      }
      default:
        return false;
    }
    return true;
  }

  private oneOf<W extends string>(words: readonly W[]): W {
    const word = this.word();
    if (!(words as readonly string[]).includes(word)) {
      const last = words.at(-1) as string;
      throw this.expected(words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`, word, words);
    }
    return word as W;
  }

  /** The next word; '' at the end of the line. */
  private word(): string {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    this.wordStart = this.at;
    while (this.at < this.text.length && this.text[this.at] !== ' ' && this.text[this.at] !== '\t') this.at++;
    return this.text.slice(this.wordStart, this.at);
  }

  /** The rest of the line after one space. */
  private rest(): string {
    const rest = this.text.slice(this.text[this.at] === ' ' ? this.at + 1 : this.at);
    this.wordStart = this.at;
    this.at = this.text.length;
    return rest;
  }

  /** What is left of the line, spaces included. */
  private remaining(): string {
    const left = this.text.slice(this.at);
    this.wordStart = this.at;
    this.at = this.text.length;
    return left;
  }

  private expected(expected: string, found: string, words: readonly string[] = [], start = this.wordStart): Problem {
    const nearest = words.length === 0 ? undefined : nearestWord(found, words);
    return new Problem({ line: this.line, column: start + 1, found, expected, ...(nearest === undefined ? {} : { nearest }) });
  }
}

const modifierNames = ['every', 'times', 'for', 'x', 'after', 'before', 'nth'];

interface Modifiers {
  everyUs?: number;
  times?: number;
  forUs?: number;
  factor?: number;
  after?: string;
  before?: string;
  nth?: number;
}

const unescaped = (text: string): string => text.replace(/\\(n|\\)/g, (_, letter) => (letter === 'n' ? '\n' : '\\'));
