import type { WorldEvent, WorldEventInput } from '../events.js';
import { type Form, formOf, kindOf, Prefix, sizeOf } from './EventForm.js';

/**
 * The events of a run in typed columns: 16 bytes an event beside its own numbers. The form of an event (its type and its fields with their kinds) is
 * kept once, as are texts and nested values (as canonical JSON), so an event is a form, an instant, a host, a cause and a few numbers.
 * The bytes of `chunks()` are canonical: forms and texts are numbered in the order of their first use and written out where they are first used.
 */
export class EventLog {
  private readonly full: Columns[] = [];
  private open = newColumns();
  private count = 0;
  private readonly texts: string[] = [];
  private readonly textNumbers = new Map<string, number>();
  private readonly forms: Form[] = [];
  private readonly types = new Map<string, Prefix>();
  private readonly hosts: string[] = [];
  private readonly hostNumbers = new Map<string, number>();
  // In front of the tables, since the same few hosts and types come again and again.
  private readonly recentHosts: (string | undefined)[] = new Array(16).fill(undefined);
  private readonly recentHostNumbers = new Uint16Array(16);
  private readonly recentTypes: Prefix[] = new Array(32).fill(new Prefix('', ''));
  /** Where the last event that was read ends: the next one is usually asked for next. */
  private readSeq = 0;
  private readOffset = 0;

  get length(): number {
    return this.count;
  }

  /** @returns the event's `seq` */
  append(event: WorldEventInput, at: number, host: string, cause: number): number {
    const seq = this.count;
    const row = seq % rows;
    if (row === 0 && seq > 0) this.nextColumns();
    const { open } = this;
    if (row % stride === 0) open.offset[row / stride] = open.used;
    if (open.used + reserve > open.numbers.length) grow(open, reserve);
    const { type } = event;
    let prefix = this.recentTypes[type.length & 31] as Prefix;
    if (prefix.name !== type) prefix = this.prefixOf(type);
    const record = event as unknown as Readonly<Record<string, unknown>>;
    let { numbers, used } = open;
    for (const name in record) {
      if (name === 'type' || name === 'cause') continue;
      const value = record[name];
      // What most fields are; everything else is in `write`.
      if (typeof value === 'number' && (value | 0) === value && (value !== 0 || 1 / value > 0)) {
        numbers[used++] = value;
        prefix = prefix.with('i', name);
      } else if (typeof value === 'string') {
        numbers[used++] = numberOf(value, this.texts, this.textNumbers);
        prefix = prefix.with('s', name);
      } else if (value !== undefined) {
        open.used = used;
        prefix = prefix.with(this.write(open, value), name);
        ({ numbers, used } = open);
      }
    }
    open.used = used;
    if (prefix.form < 0) prefix.form = this.forms.push(formOf(event)) - 1;
    open.at[row] = at;
    open.cause[row] = event.cause ?? cause;
    const slot = host.charCodeAt(host.length - 1) & 15;
    open.host[row] = this.recentHosts[slot] === host ? (this.recentHostNumbers[slot] as number) : this.hostNumber(host, slot);
    open.form[row] = prefix.form;
    this.count = seq + 1;
    return seq;
  }

  /** The event at `seq`, as a plain object. @throws {RangeError} outside the log */
  get(seq: number): WorldEvent {
    if (!(seq >= 0 && seq < this.count)) throw new RangeError(`no event ${seq}; the run has ${this.count}`);
    const { texts } = this;
    const columns = this.columnsOf(seq);
    const { numbers } = columns;
    const row = seq % rows;
    const form = this.forms[columns.form[row] as number] as Form;
    const event: Record<string, unknown> = { type: form.type };
    let at = seq === this.readSeq && row > 0 ? this.readOffset : this.offsetIn(columns, row);
    for (const { name, kind } of form.fields) {
      const value = numbers[at++] as number;
      switch (kind) {
        case 'i':
          event[name] = value;
          break;
        case 'f':
          event[name] = toDouble(value, numbers[at++] as number);
          break;
        case 's':
          event[name] = texts[value];
          break;
        case 'I':
          event[name] = Array.from(numbers.subarray(at, at + value));
          at += value;
          break;
        case 'S':
          event[name] = Array.from(numbers.subarray(at, at + value), (text) => texts[text]);
          at += value;
          break;
        case 'j':
          event[name] = JSON.parse(texts[value] as string);
          break;
        case 'b':
          event[name] = value === 1;
      }
    }
    this.readSeq = seq + 1;
    this.readOffset = at;
    event.seq = seq;
    event.at = columns.at[row];
    event.host = this.hosts[columns.host[row] as number];
    event.cause = columns.cause[row];
    return event as unknown as WorldEvent;
  }

  private columnsOf(seq: number): Columns {
    return this.full[Math.floor(seq / rows)] ?? this.open;
  }

  /** Where the numbers of an event begin. */
  private offsetIn({ offset, form, numbers }: Columns, row: number): number {
    let each = row - (row % stride);
    let at = offset[each / stride] as number;
    for (; each < row; each++) {
      const { hasLists, size, fields } = this.forms[form[each] as number] as Form;
      if (!hasLists) at += size;
      else for (const { kind } of fields) at += sizeOf(kind, numbers[at] as number);
    }
    return at;
  }

  /** The type of the event at `seq`, without making the event. */
  typeAt(seq: number): WorldEvent['type'] {
    return (this.forms[this.columnsOf(seq).form[seq % rows] as number] as Form).type as WorldEvent['type'];
  }

  /** Bytes kept for the events themselves, texts not counted. */
  get byteLength(): number {
    return [...this.full, this.open].reduce((sum, { used }) => sum + 4 * used, 0) + this.count * (16 + 4 / stride);
  }

  /** The canonical bytes of the whole log. The same run gives the same bytes, on every machine of either byte order. */
  *chunks(): Iterable<Uint8Array> {
    const forms = this.forms.map(({ type, fields }) => ({ type, fields }));
    yield encode(`batchwise log 2\n${JSON.stringify({ hosts: this.hosts, forms, count: this.count })}\n`);
    let left = this.count;
    for (const { at, cause, form, host, numbers, used } of [...this.full, this.open]) {
      const count = Math.min(rows, left);
      left -= count;
      const bytes = new Uint8Array(count * 16 + used * 4);
      const view = new DataView(bytes.buffer);
      for (let row = 0, to = 0; row < count; row++, to += 16) {
        view.setFloat64(to, at[row] as number, true);
        view.setInt32(to + 8, cause[row] as number, true);
        view.setUint16(to + 12, form[row] as number, true);
        view.setUint16(to + 14, host[row] as number, true);
      }
      for (let i = 0, to = count * 16; i < used; i++, to += 4) view.setInt32(to, numbers[i] as number, true);
      yield bytes;
    }
    for (let from = 0; from < this.texts.length; from += 1024) yield encode(JSON.stringify(this.texts.slice(from, from + 1024)));
  }

  /** Everything, in a form that a worker can hand over. */
  toParts(): EventLogParts {
    const { count, texts, forms, hosts } = this;
    return { count, columns: [...this.full, this.open], texts, forms, hosts };
  }

  /** The log of another thread, to be read. */
  static fromParts(parts: EventLogParts): EventLog {
    const log = new EventLog();
    log.count = parts.count;
    log.full.push(...parts.columns.slice(0, -1));
    log.open = parts.columns[parts.columns.length - 1] as Columns;
    log.texts.push(...parts.texts);
    log.forms.push(...parts.forms);
    log.hosts.push(...parts.hosts);
    return log;
  }

  /** Enters a value that is neither a text nor an Int. @returns its kind */
  private write(open: Columns, value: unknown): string {
    switch (typeof value) {
      case 'number':
        scratch.setFloat64(0, value);
        open.numbers[open.used++] = scratch.getInt32(0);
        open.numbers[open.used++] = scratch.getInt32(4);
        return 'f';
      case 'boolean':
        open.numbers[open.used++] = value ? 1 : 0;
        return 'b';
      default: {
        const kind = kindOf(value);
        if (kind === 'j') open.numbers[open.used++] = numberOf(canonicalJson(value), this.texts, this.textNumbers);
        else this.writeList(open, value as readonly (string | number)[]);
        return kind;
      }
    }
  }

  private writeList(open: Columns, values: readonly (string | number)[]): void {
    if (open.used + values.length + reserve > open.numbers.length) grow(open, values.length + reserve);
    open.numbers[open.used++] = values.length;
    for (const value of values) {
      open.numbers[open.used++] = typeof value === 'number' ? value : numberOf(value, this.texts, this.textNumbers);
    }
  }

  private hostNumber(host: string, slot: number): number {
    const number = numberOf(host, this.hosts, this.hostNumbers);
    this.recentHosts[slot] = host;
    this.recentHostNumbers[slot] = number;
    return number;
  }

  /** What all events of a type begin with. */
  private prefixOf(type: string): Prefix {
    let prefix = this.types.get(type);
    if (prefix === undefined) {
      prefix = new Prefix('', type);
      this.types.set(type, prefix);
    }
    this.recentTypes[type.length & 31] = prefix;
    return prefix;
  }

  private nextColumns(): void {
    const { open } = this;
    open.numbers = open.numbers.slice(0, open.used);
    this.full.push(open);
    this.open = newColumns();
  }
}

/** See `EventLog.toParts`. */
export interface EventLogParts {
  readonly count: number;
  readonly columns: readonly Columns[];
  readonly texts: readonly string[];
  readonly forms: readonly Form[];
  readonly hosts: readonly string[];
}

/** `rows` events. */
interface Columns {
  readonly at: Float64Array;
  readonly cause: Int32Array;
  readonly form: Uint16Array;
  readonly host: Uint16Array;
  /** Where the numbers of every `stride`th event begin. */
  readonly offset: Uint32Array;
  numbers: Int32Array;
  /** How many of `numbers` there are. */
  used: number;
}

/** Events in one set of columns. */
const rows = 8192;
/** Every so many events the place of their numbers is kept; in between it is worked out. */
const stride = 64;
/** Numbers of an event at most, what its lists hold not counted. */
const reserve = 64;

const newColumns = (): Columns => ({
  at: new Float64Array(rows),
  cause: new Int32Array(rows),
  form: new Uint16Array(rows),
  host: new Uint16Array(rows),
  offset: new Uint32Array(rows / stride),
  numbers: new Int32Array(rows * 4),
  used: 0,
});

function grow(columns: Columns, by: number): void {
  const { numbers, used } = columns;
  columns.numbers = new Int32Array(Math.max(numbers.length * 2, used + by));
  columns.numbers.set(numbers);
}

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
