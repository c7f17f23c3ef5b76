import type { Process } from '../../engine/ports/Process.js';
import type { FileStatus, Storage } from '../../engine/ports/Storage.js';
import type { Kernel } from '../kernel/Kernel.js';

interface Entry {
  content: unknown;
  modifiedAt: number;
  isDirectory: boolean;
}

/** Files in memory that outlive every host of the world. Paths are absolute or relative to `/`; rename is atomic. */
export class FileSystem implements Storage {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly kernel: Kernel) {}

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

  // biome-ignore lint/correctness/useYield: a disk without costs takes no time; the port says that it may
  *write(path: string, content: unknown): Process<void> {
    this.put(path, content);
  }

  // biome-ignore lint/correctness/useYield: as `write`
  *append(path: string, content: unknown): Process<void> {
    const old = this.entries.get(normal(path))?.content;
    this.put(path, old === undefined ? [content] : [...(old as unknown[]), content]);
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
