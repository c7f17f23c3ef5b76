import type { Process } from './Process.js';

export interface FileStatus {
  readonly path: string;
  /** Virtual milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly length: number;
  readonly isDirectory: boolean;
}

/**
 * A file system that survives its users: checkpoints, write-ahead logs, output and input files. Content is text lines or an opaque
 * value (a checkpoint holds closures, which a simulated disk can keep as they are). Rename is atomic; a write that was cut off leaves what it had.
 */
export interface Storage {
  exists(path: string): boolean;
  /** Direct children, sorted by name. */
  list(directory: string): readonly FileStatus[];
  read(path: string): unknown;
  /** Replaces the file. Time passes as the costs of the scenario say. */
  write(path: string, content: unknown): Process<void>;
  append(path: string, content: unknown): Process<void>;
  rename(from: string, to: string): void;
  remove(path: string): void;
  makeDirectory(path: string): void;
}
