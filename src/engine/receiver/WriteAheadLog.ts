import type { Process } from '../ports/Process.js';
import type { Storage } from '../ports/Storage.js';

export interface WriteAheadLogOptions {
  readonly rollingIntervalMs: number;
  readonly closeFileAfterWrite: boolean;
}

/** Where a record is: `file` is a name in the log's directory, `offset` and `length` count bytes. */
export interface Segment {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

interface LogFile {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

interface Record {
  readonly data: string;
  readonly length: number;
}

/** Bytes before each record: its length. */
const headerBytes = 4;

/**
 * A log in files that roll over with time; what was written survives the machine (SS-757).
 * Model: apache/spark 3.2.1 streaming/.../util/FileBasedWriteAheadLog.scala; recorded: conformance/runtime `write-ahead-log`.
 */
export class WriteAheadLog {
  private readonly past: LogFile[];
  private current: LogFile | undefined;
  private open = false;

  /** Goes on with the files that `directory` has. */
  constructor(
    private readonly storage: Storage,
    private readonly directory: string,
    private readonly options: WriteAheadLogOptions,
  ) {
    this.past = this.files()
      .flatMap((name) => {
        const match = /^log-(\d+)-(\d+)$/.exec(name);
        return match === null ? [] : [{ start: Number(match[1]), end: Number(match[2]), name }];
      })
      .sort((a, b) => a.start - b.start);
  }

  /** Names of the files in the directory, sorted as texts. */
  files(): string[] {
    if (!this.storage.exists(this.directory)) return [];
    return this.storage.list(this.directory).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  }

  /** @param time when, in ms; @param length bytes of `data` */
  *write(data: string, time: number, length: number): Process<Segment> {
    const { name } = this.fileFor(time);
    const path = `${this.directory}/${name}`;
    const before = this.storage.exists(path) ? (this.storage.read(path) as readonly Record[]) : [];
    const offset = before.reduce((sum, record) => sum + headerBytes + record.length, 0);
    yield* this.storage.append(path, { data, length });
    if (this.options.closeFileAfterWrite) this.open = false;
    return { file: name, offset, length };
  }

  /** Every record of every file, file by file. */
  readAll(): string[] {
    const names = [...this.past.map(({ name }) => name), ...(this.current === undefined ? [] : [this.current.name])];
    return names.flatMap((name) => {
      const path = `${this.directory}/${name}`;
      return this.storage.exists(path) ? (this.storage.read(path) as readonly Record[]).map(({ data }) => data) : [];
    });
  }

  /** Deletes the files that end before `threshold`; never the one that is written to. */
  clean(threshold: number): void {
    for (const file of this.past.filter(({ end }) => end < threshold)) {
      this.past.splice(this.past.indexOf(file), 1);
      this.storage.remove(`${this.directory}/${file.name}`);
    }
  }

  private fileFor(time: number): LogFile {
    if (this.open && this.current !== undefined && time <= this.current.end) return this.current;
    if (this.current !== undefined) this.past.push(this.current);
    const end = time + this.options.rollingIntervalMs;
    this.current = { start: time, end, name: `log-${time}-${end}` };
    this.open = true;
    return this.current;
  }
}
