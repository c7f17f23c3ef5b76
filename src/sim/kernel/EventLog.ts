import type { WorldEvent, WorldEventInput } from '../events.js';

/**
 * The events of a run in typed columns: about 20 bytes an event beside its own numbers. The form of an event (its type and its fields with their
 * kinds) is kept once, as are texts and nested values (as canonical JSON), so an event is a form, an instant, a host, a cause and a few numbers.
 * The bytes of `chunks()` are canonical: forms and texts are numbered in the order of their first use and written out where they are first used.
 */
export class EventLog {
  private at = new Float64Array(1024);
  private cause = new Int32Array(1024);
  private form = new Uint16Array(1024);
  private host = new Uint16Array(1024);
  /** Where an event's numbers begin in `numbers`. */
  private offset = new Uint32Array(1024);
  private numbers = new Int32Array(4096);
  private used = 0;
  private count = 0;
  private readonly texts: string[] = [];
  private readonly textNumbers = new Map<string, number>();
  private readonly forms: Form[] = [];
  private readonly formNumbers = new Map<string, number>();
  private readonly hosts: string[] = [];
  private readonly hostNumbers = new Map<string, number>();

  get length(): number {
    return this.count;
  }

  /** @returns the event's `seq` */
  append(event: WorldEventInput, at: number, host: string, cause: number): number {
    const seq = this.count;
    if (seq === this.at.length) this.growRows();
    this.at[seq] = at;
    this.cause[seq] = event.cause ?? cause;
    this.host[seq] = numberOf(host, this.hosts, this.hostNumbers);
    this.offset[seq] = this.used;
    if (this.used + 64 > this.numbers.length) this.growNumbers(64);
    let kinds = event.type;
    const record = event as unknown as Readonly<Record<string, unknown>>;
    for (const name in record) {
      if (name === 'type' || name === 'cause') continue;
      const kind = this.write(record[name]);
      if (kind !== '') kinds += `\u0000${kind}${name}`;
    }
    let number = this.formNumbers.get(kinds);
    if (number === undefined) {
      number = this.forms.length;
      this.forms.push(readForm(kinds));
      this.formNumbers.set(kinds, number);
    }
    this.form[seq] = number;
    this.count = seq + 1;
    return seq;
  }

  /** The event at `seq`, as a plain object. @throws {RangeError} outside the log */
  get(seq: number): WorldEvent {
    if (!(seq >= 0 && seq < this.count)) throw new RangeError(`no event ${seq}; the run has ${this.count}`);
    const form = this.forms[this.form[seq] as number] as Form;
    const event: Record<string, unknown> = { type: form.type };
    let at = this.offset[seq] as number;
    for (const { name, kind } of form.fields) {
      const value = this.numbers[at++] as number;
      switch (kind) {
        case 'i':
          event[name] = value;
          break;
        case 'f':
          event[name] = toDouble(value, this.numbers[at++] as number);
          break;
        case 's':
          event[name] = this.texts[value];
          break;
        case 'j':
          event[name] = JSON.parse(this.texts[value] as string);
          break;
        case 'b':
          event[name] = value === 1;
      }
    }
    event.seq = seq;
    event.at = this.at[seq];
    event.host = this.hosts[this.host[seq] as number];
    event.cause = this.cause[seq];
    return event as unknown as WorldEvent;
  }

  /** The type of the event at `seq`, without making the event. */
  typeAt(seq: number): WorldEvent['type'] {
    return (this.forms[this.form[seq] as number] as Form).type as WorldEvent['type'];
  }

  /** Bytes kept for the events themselves, texts not counted. */
  get byteLength(): number {
    return this.count * 20 + this.used * 4;
  }

  /** The canonical bytes of the whole log. The same run gives the same bytes, on every machine of either byte order. */
  *chunks(): Iterable<Uint8Array> {
    yield encode(`batchwise log 1\n${JSON.stringify({ hosts: this.hosts, forms: this.forms, count: this.count })}\n`);
    const rows = 4096;
    for (let from = 0; from < this.count; from += rows) {
      const until = Math.min(from + rows, this.count);
      const bytes = new Uint8Array((until - from) * 16);
      const view = new DataView(bytes.buffer);
      for (let seq = from, at = 0; seq < until; seq++, at += 16) {
        view.setFloat64(at, this.at[seq] as number, true);
        view.setInt32(at + 8, this.cause[seq] as number, true);
        view.setUint16(at + 12, this.form[seq] as number, true);
        view.setUint16(at + 14, this.host[seq] as number, true);
      }
      yield bytes;
    }
    for (let from = 0; from < this.used; from += 16_384) {
      const until = Math.min(from + 16_384, this.used);
      const bytes = new Uint8Array((until - from) * 4);
      const view = new DataView(bytes.buffer);
      for (let i = from; i < until; i++) view.setInt32((i - from) * 4, this.numbers[i] as number, true);
      yield bytes;
    }
    for (let from = 0; from < this.texts.length; from += 1024) yield encode(JSON.stringify(this.texts.slice(from, from + 1024)));
  }

  /** Everything, in a form that a worker can hand over: the columns are cut to size and may be transferred. */
  toParts(): EventLogParts {
    return {
      at: this.at.slice(0, this.count),
      cause: this.cause.slice(0, this.count),
      form: this.form.slice(0, this.count),
      host: this.host.slice(0, this.count),
      offset: this.offset.slice(0, this.count),
      numbers: this.numbers.slice(0, this.used),
      texts: this.texts,
      forms: this.forms,
      hosts: this.hosts,
    };
  }

  static fromParts(parts: EventLogParts): EventLog {
    const log = new EventLog();
    log.at = parts.at;
    log.cause = parts.cause;
    log.form = parts.form;
    log.host = parts.host;
    log.offset = parts.offset;
    log.numbers = parts.numbers;
    log.used = parts.numbers.length;
    log.count = parts.at.length;
    log.texts.push(...parts.texts);
    log.forms.push(...parts.forms);
    log.hosts.push(...parts.hosts);
    parts.texts.forEach((text, i) => {
      log.textNumbers.set(text, i);
    });
    parts.hosts.forEach((host, i) => {
      log.hostNumbers.set(host, i);
    });
    parts.forms.forEach((form, i) => {
      log.formNumbers.set([form.type, ...form.fields.map(({ kind, name }) => kind + name)].join('\u0000'), i);
    });
    return log;
  }

  /** @returns the kind of the value; '' when it is left out */
  private write(value: unknown): string {
    switch (typeof value) {
      case 'number':
        if ((value | 0) === value && !Object.is(value, -0)) {
          this.numbers[this.used++] = value;
          return 'i';
        }
        scratch.setFloat64(0, value);
        this.numbers[this.used++] = scratch.getInt32(0);
        this.numbers[this.used++] = scratch.getInt32(4);
        return 'f';
      case 'string':
        this.numbers[this.used++] = numberOf(value, this.texts, this.textNumbers);
        return 's';
      case 'boolean':
        this.numbers[this.used++] = value ? 1 : 0;
        return 'b';
      case 'undefined':
        return '';
      default:
        this.numbers[this.used++] = numberOf(canonicalJson(value), this.texts, this.textNumbers);
        return 'j';
    }
  }

  private growRows(): void {
    const capacity = this.at.length * 2;
    this.at = copyInto(new Float64Array(capacity), this.at);
    this.cause = copyInto(new Int32Array(capacity), this.cause);
    this.form = copyInto(new Uint16Array(capacity), this.form);
    this.host = copyInto(new Uint16Array(capacity), this.host);
    this.offset = copyInto(new Uint32Array(capacity), this.offset);
  }

  private growNumbers(by: number): void {
    this.numbers = copyInto(new Int32Array(Math.max(this.numbers.length * 2, this.used + by)), this.numbers);
  }
}

/** See `EventLog.toParts`. */
export interface EventLogParts {
  readonly at: Float64Array<ArrayBuffer>;
  readonly cause: Int32Array<ArrayBuffer>;
  readonly form: Uint16Array<ArrayBuffer>;
  readonly host: Uint16Array<ArrayBuffer>;
  readonly offset: Uint32Array<ArrayBuffer>;
  readonly numbers: Int32Array<ArrayBuffer>;
  readonly texts: readonly string[];
  readonly forms: readonly Form[];
  readonly hosts: readonly string[];
}

interface Form {
  readonly type: string;
  readonly fields: readonly { readonly kind: string; readonly name: string }[];
}

const readForm = (kinds: string): Form => {
  const [type, ...fields] = kinds.split('\u0000');
  return { type: type as string, fields: fields.map((field) => ({ kind: field.charAt(0), name: field.slice(1) })) };
};

const scratch = new DataView(new ArrayBuffer(8));
const toDouble = (high: number, low: number): number => {
  scratch.setInt32(0, high);
  scratch.setInt32(4, low);
  return scratch.getFloat64(0);
};

function numberOf(text: string, list: string[], numbers: Map<string, number>): number {
  let number = numbers.get(text);
  if (number === undefined) {
    number = list.length;
    list.push(text);
    numbers.set(text, number);
  }
  return number;
}

function copyInto<A extends { set(source: ArrayLike<number>): void }>(into: A, from: ArrayLike<number>): A {
  into.set(from);
  return into;
}

/** JSON in which the keys of objects are sorted and absent values left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`)
    .join(',')}}`;
}

/** UTF-8; lone surrogates become U+FFFD. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0) as number;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}
