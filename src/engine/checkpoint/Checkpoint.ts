import type { DStreamGraph } from '../dstream/DStreamGraph.js';
import { JavaError, SparkException } from '../errors.js';
import type { Environment } from '../ports/Environment.js';
import { errorText } from '../scheduler/errorText.js';
import type { Time } from '../time/index.js';

/** What a driver needs to go on where another one ended (SS-901). Model: apache/spark 3.2.1 streaming/.../Checkpoint.scala. */
export class Checkpoint {
  constructor(
    readonly time: Time,
    /** Streams without RDDs; see `DStreamGraph.snapshot`. */
    readonly graph: DStreamGraph,
    readonly pendingTimes: readonly Time[],
    /** Every setting, those of the scenario included: a recovered context reads no other. */
    readonly conf: ReadonlyMap<string, string>,
    readonly directory: string,
    readonly counters: { readonly streams: number; readonly inputs: number },
  ) {}

  /** The checkpoint with a graph of its own, so that the file may be read again. @throws {JavaError} a stream cannot be recovered */
  read(): Checkpoint {
    const { time, graph, pendingTimes, conf, directory, counters } = this;
    return new Checkpoint(time, graph.read(), pendingTimes, conf, directory, counters);
  }
}

interface CheckpointFile {
  readonly path: string;
  readonly millis: number;
  readonly isBackup: boolean;
}

/** The checkpoint files of a directory, the newest first; of one time the backup last. */
export function checkpointFiles(environment: Environment, directory: string): CheckpointFile[] {
  const { storage } = environment;
  if (!storage.exists(directory)) return [];
  return storage
    .list(directory)
    .flatMap(({ path }) => {
      const match = /\/checkpoint-(\d+)(\.bk)?$/.exec(path);
      return match === null ? [] : [{ path, millis: Number(match[1]), isBackup: match[2] !== undefined }];
    })
    .sort((a, b) => b.millis - a.millis || Number(a.isBackup) - Number(b.isBackup));
}

/**
 * The newest checkpoint that can be read; undefined when there is none (SS-911, SS-129).
 * @throws {SparkException} there are files, and none can be read: written badly, or with a stream that cannot be recovered (SS-707)
 */
export function readCheckpoint(environment: Environment, directory: string): Checkpoint | undefined {
  const { storage, console } = environment;
  if (!storage.exists(directory)) {
    console.log('WARN', 'CheckpointReader', `Checkpoint directory ${directory} does not exist`);
    return undefined;
  }
  const files = checkpointFiles(environment, directory);
  let problem: unknown;
  for (const { path } of files) {
    try {
      const content = storage.read(path);
      if (content instanceof Checkpoint) return content.read();
      throw new JavaError('java.io.EOFException', 'null');
    } catch (error) {
      problem = error;
      console.log('WARN', 'CheckpointReader', `Error reading checkpoint from file ${path}`, errorText(error));
    }
  }
  if (files.length === 0) return undefined;
  throw new SparkException(`Failed to read checkpoint from directory ${directory}`, problem);
}
