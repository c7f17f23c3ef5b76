import type { KafkaCommand } from './KafkaCommand.js';

/** What the reader of a line offers to those who read a part of it. */
export interface LineWords {
  /** The next word; '' at the end of the line. */
  word(): string;
  /** The next word, when it is `name=value`; else it stays where it is. */
  pair(): { readonly name: string; readonly value: string; readonly word: string } | undefined;
  /** What is left of the line, spaces included. */
  remaining(): string;
  /** Takes what any line may have: `every=`, `times=`, `for=`, `after=`, …. @returns false: it is none of them */
  modifier(name: string, value: string, word: string): boolean;
  /** What `for=` said, in microseconds. */
  readonly forUs: number | undefined;
  oneOf<W extends string>(words: readonly W[]): W;
  /** The error that this was expected, at the last word. */
  expected(expected: string, found: string, words?: readonly string[]): Error;
}

const things = ['topic', 'producer', 'consumer', 'broker', 'tool'];

/**
 * Reads a line of the actor `kafka`:
 *
 * ```
 * kafka topic orders partitions=3 replicas=2 retention.ms=60000
 * kafka orders every=100ms times=50 put key=o{n%5} value=v{n}
 * kafka producer p1 orders rate=20/s keys=8 skew=1.2 records=100 acks=all
 * kafka consumer c1 group=g topics=orders auto.offset.reset=earliest
 * kafka consumer c1 crash
 * kafka broker 1 pause for=5s
 * kafka tool kafka-topics --list --bootstrap-server localhost:9092
 * ```
 *
 * A value goes to the end of its line. @throws what `expected` makes
 */
export function kafkaLine(words: LineWords): KafkaCommand {
  const what = words.word();
  switch (what) {
    case 'topic': {
      const topic = named(words, 'a topic');
      const { settings, options } = optionsOf(words, ['partitions', 'replicas']);
      return {
        actor: 'kafka',
        what,
        verb: 'create',
        topic,
        ...whole(words, 'partitions', options),
        ...whole(words, 'replicas', options),
        settings,
      };
    }
    case 'producer':
    case 'consumer': {
      const name = named(words, `the ${what}`);
      const first = words.pair();
      if (first === undefined) {
        const verb = words.word();
        if (verb === 'crash' || verb === 'close') return { actor: 'kafka', what, verb, name };
        if (what === 'consumer') throw words.expected('group= and topics=, or crash or close', verb, ['crash', 'close']);
        return producer(words, name, verb);
      }
      if (what === 'producer') throw words.expected('the topic that it writes to, or crash or close', first.word);
      return consumer(words, name, first);
    }
    case 'broker':
      return broker(words);
    case 'tool':
      return tool(words);
    case '':
      throw words.expected(`topic, producer, consumer, broker, tool, or the name of a topic`, what);
    default:
      return record(words, what);
  }
}

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly word: string;
}

/** All pairs that follow: those asked for by name, modifiers of any line, and the rest as settings of Kafka. */
function optionsOf(
  words: LineWords,
  names: readonly string[],
  first?: Pair,
): { readonly options: ReadonlyMap<string, Pair>; readonly settings: Readonly<Record<string, string>> } {
  const options = new Map<string, Pair>();
  const settings: Record<string, string> = {};
  for (let pair = first ?? words.pair(); pair !== undefined; pair = words.pair()) {
    if (names.includes(pair.name)) options.set(pair.name, pair);
    else if (words.modifier(pair.name, pair.value, pair.word)) continue;
    else if (pair.name.includes('.') || singleWords.has(pair.name)) settings[pair.name] = pair.value;
    else
      throw words.expected(`${names.map((name) => `${name}=`).join(', ')} or a setting of Kafka`, pair.word, [
        ...names,
        ...singleWords,
      ]);
  }
  return { options, settings };
}

/** Those that any line may have, and nothing else. */
function modifiersOf(words: LineWords): void {
  for (let pair = words.pair(); pair !== undefined; pair = words.pair()) {
    if (!words.modifier(pair.name, pair.value, pair.word))
      throw words.expected('every=, times=, for=, after=, before= or nth=', pair.word, modifierNames);
  }
}

const modifierNames = ['every', 'times', 'for', 'after', 'before', 'nth'];

/** Settings of Kafka whose key has no dot. */
const singleWords: ReadonlySet<string> = new Set(['acks', 'retries', 'preallocate']);

function named(words: LineWords, what: string): string {
  const name = words.word();
  if (name === '' || name.includes('=')) throw words.expected(`the name of ${what}`, name);
  return name;
}

function whole<N extends string>(words: LineWords, name: N, options: ReadonlyMap<string, Pair>): { readonly [K in N]?: number } {
  const pair = options.get(name);
  if (pair === undefined) return {};
  if (!/^[1-9]\d{0,6}$/.test(pair.value)) throw words.expected(`a count such as ${name}=3`, pair.word);
  return { [name]: Number(pair.value) } as { [K in N]: number };
}

function producer(words: LineWords, name: string, topic: string): KafkaCommand {
  if (topic === '') throw words.expected('the topic that it writes to, or crash or close', topic);
  const { options, settings } = optionsOf(words, ['rate', 'keys', 'skew', 'records']);
  const rate = options.get('rate');
  const recordsPerSec = Number(/^(\d+(?:\.\d+)?)\/s$/.exec(rate?.value ?? '')?.[1]);
  if (!(recordsPerSec > 0 && recordsPerSec <= 1_000_000))
    throw words.expected('records a second, such as rate=20/s', rate?.word ?? '');
  const skew = options.get('skew');
  if (skew !== undefined && !/^\d+(\.\d+)?$/.test(skew.value)) throw words.expected('a number such as skew=1.2', skew.word);
  return {
    actor: 'kafka',
    what: 'producer',
    verb: 'start',
    name,
    topic,
    recordsPerSec,
    ...whole(words, 'keys', options),
    ...(skew === undefined ? {} : { skew: Number(skew.value) }),
    ...whole(words, 'records', options),
    settings,
  };
}

function consumer(words: LineWords, name: string, first: Pair): KafkaCommand {
  const { options, settings } = optionsOf(words, ['group', 'topics'], first);
  const group = options.get('group')?.value;
  const topics = options.get('topics')?.value.split(',');
  if (group === undefined || group === '') throw words.expected('its group: group=g', '');
  if (topics === undefined || topics.includes('')) throw words.expected('what it reads: topics=orders', '');
  return { actor: 'kafka', what: 'consumer', verb: 'start', name, group, topics, settings };
}

function broker(words: LineWords): KafkaCommand {
  const id = words.word();
  if (!/^[1-9]\d{0,3}$/.test(id)) throw words.expected('the number of the broker, such as broker 1', id);
  const verb = words.oneOf(['crash', 'start', 'stop', 'pause']);
  modifiersOf(words);
  const { forUs } = words;
  if (verb !== 'pause') return { actor: 'kafka', what: 'broker', verb, id: Number(id) };
  if (forUs === undefined) throw words.expected('how long: for=2s', '');
  return { actor: 'kafka', what: 'broker', verb, id: Number(id), forUs };
}

function record(words: LineWords, topic: string): KafkaCommand {
  modifiersOf(words);
  const put = words.word();
  if (put !== 'put') throw words.expected(`put behind the topic ${topic}`, put, ['put', ...things]);
  let key: string | undefined;
  let partition: number | undefined;
  let value: string | undefined;
  for (let pair = words.pair(); pair !== undefined; pair = words.pair()) {
    if (pair.name === 'key') key = pair.value;
    else if (pair.name === 'partition' && /^\d{1,6}$/.test(pair.value)) partition = Number(pair.value);
    else if (pair.name === 'value') {
      value = pair.value + words.remaining();
      break;
    } else throw words.expected('key=, partition= with a number, or value=', pair.word, ['key', 'partition', 'value']);
  }
  return {
    actor: 'kafka',
    what: 'record',
    verb: 'put',
    topic,
    ...(key === undefined ? {} : { key }),
    ...(partition === undefined ? {} : { partition }),
    ...(value === undefined ? {} : { value }),
  };
}

function tool(words: LineWords): KafkaCommand {
  modifiersOf(words);
  const name = words.word();
  if (name === '') throw words.expected('a tool such as kafka-topics', name);
  const { args, stdin } = shellWords(words);
  return { actor: 'kafka', what: 'tool', verb: 'run', tool: name, args, ...(stdin === undefined ? {} : { stdin }) };
}

/** The arguments as a shell reads them, quotes taken off; `< text` at the end is the standard input, with `\n` for the ends of its lines. */
function shellWords(words: LineWords): { readonly args: readonly string[]; readonly stdin: string | undefined } {
  const text = words.remaining();
  const args: string[] = [];
  const part = /\s*((?:'[^']*'|"[^"]*"|[^\s'"])+)/y;
  for (;;) {
    const at = part.lastIndex;
    const match = part.exec(text);
    if (match === null) {
      const left = text.slice(at).trim();
      if (left !== '') throw words.expected('a closing quote', left);
      return { args, stdin: undefined };
    }
    const word = match[1] as string;
    if (word === '<') {
      const input = text.slice(part.lastIndex).replace(/^ /, '');
      return { args, stdin: input.replace(/\\(n|\\)/g, (_, letter) => (letter === 'n' ? '\n' : '\\')) };
    }
    args.push(word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
  }
}
