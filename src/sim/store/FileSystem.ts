import { awaiting, type Process } from '../../engine/ports/Process.js';
import type { FileStatus, Storage } from '../../engine/ports/Storage.js';
import type { Kernel, Owner } from '../kernel/Kernel.js';
import { Sleep } from '../kernel/Sleep.js';

interface Entry {
  content: unknown;
  modifiedAt: number;
  isDirectory: boolean;
}

/** What writing files costs, in virtual ms; settings `files.<name>`. */
export interface FileCosts {
  readonly writeMs: number;
  readonly lineMs: number;
}

/** Files in memory that outlive every host of the world. Paths are absolute or relative to `/`; rename is atomic. */
export class FileSystem implements Storage {
  private readonly entries = new Map<string, Entry>();
  private readonly disk: Owner = { name: 'files', alive: true, enter: (run) => run() };

  /** @param costs of a write; without them it takes no time */
  constructor(
    private readonly kernel: Kernel,
    private readonly costs: FileCosts = { writeMs: 0, lineMs: 0 },
  ) {}

  exists(path: string): boolean {
    return this.entries.has(normal(path));
  }

  list(directory: string): readonly FileStatus[] {
    const prefix = normal(directory) === '/' ? '/' : `${normal(directory)}/`;
    const found: FileStatus[] = [];
    for (const [path, entry] of this.entries) {
      if (path === '/' || !path.startsWith(prefix) || path.indexOf('/', prefix.length) >= 0) continue;
      found.push({ path, modifiedAt: entry.modifiedAt, length: lengthOf(entry.content), isDirectory: entry.isDirectory });
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  read(path: string): unknown {
    const entry = this.entries.get(normal(path));
    if (entry === undefined || entry.isDirectory) throw new Error(`File ${path} does not exist`);
    return entry.content;
  }

  /** A crash while it is written leaves the lines that were written; of what isn't lines, nothing: the file is empty. */
  *write(path: string, content: unknown): Process<void> {
    const { writeMs, lineMs } = this.costs;
    const lines = Array.isArray(content) ? content : undefined;
    if (writeMs > 0 || (lineMs > 0 && lines !== undefined)) {
      this.put(path, []);
      if (writeMs > 0) yield* this.spend(writeMs);
      for (let i = 0; lineMs > 0 && lines !== undefined && i < lines.length; i++) {
        yield* this.spend(lineMs);
        this.put(path, lines.slice(0, i + 1));
      }
    }
    this.put(path, content);
  }

  *append(path: string, content: unknown): Process<void> {
    if (this.costs.lineMs > 0) yield* this.spend(this.costs.lineMs);
    const old = this.entries.get(normal(path))?.content;
    this.put(path, old === undefined ? [content] : [...(old as unknown[]), content]);
  }

  private *spend(ms: number): Process<void> {
    yield* awaiting(new Sleep(this.kernel, this.disk, ms));
  }

  /** As `write`, for the script. @param modifiedAt virtual ms; now, unless it was moved here with an older time */
  put(path: string, content: unknown, modifiedAt = this.kernel.now / 1000): void {
    const full = normal(path);
    const slash = full.lastIndexOf('/');
    if (slash > 0) this.makeDirectory(full.slice(0, slash));
    this.entries.set(full, { content, modifiedAt, isDirectory: false });
  }

  rename(from: string, to: string): void {
    const source = normal(from);
    const target = normal(to);
    for (const [path, entry] of [...this.entries]) {
      if (path !== source && !path.startsWith(`${source}/`)) continue;
      this.entries.delete(path);
      this.entries.set(target + path.slice(source.length), entry);
    }
  }

  remove(path: string): void {
    const full = normal(path);
    for (const each of [...this.entries.keys()]) if (each === full || each.startsWith(`${full}/`)) this.entries.delete(each);
  }

  makeDirectory(path: string): void {
    const full = normal(path);
    for (let end = full.indexOf('/', 1); ; end = full.indexOf('/', end + 1)) {
      const part = end < 0 ? full : full.slice(0, end);
      if (!this.entries.has(part))
        this.entries.set(part, { content: undefined, modifiedAt: this.kernel.now / 1000, isDirectory: true });
      if (end < 0) break;
    }
  }
}

const normal = (path: string): string => {
  const bare = path.replace(/^(file|hdfs):(\/\/[^/]*)?/, '');
  const full = `/${bare}`.replace(/\/+/g, '/').replace(/\/\.(?=\/|$)/g, '');
  return full.length > 1 && full.endsWith('/') ? full.slice(0, -1) : full === '' ? '/' : full;
};

const lengthOf = (content: unknown): number =>
  Array.isArray(content)
    ? content.reduce((sum: number, line) => sum + String(line).length + 1, 0)
    : typeof content === 'string'
      ? content.length
      : 0;
