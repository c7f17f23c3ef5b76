import type { Storage } from '../ports/Storage.js';
import type { Partitioner } from '../rdd/Partitioner.js';
import type { RDD } from '../rdd/RDD.js';
import { ReliableCheckpointRDD } from '../rdd/ReliableCheckpointRDD.js';
import type { SparkContext } from '../rdd/SparkContext.js';
import type { StreamingContext } from '../StreamingContext.js';
import type { Time } from '../time/index.js';
import type { DStream } from './DStream.js';

/**
 * Which RDDs of a stream are in the checkpoint directory: what the checkpoint of the graph keeps about the stream's RDDs (SS-321).
 * Model: apache/spark 3.2.1 streaming/.../dstream/DStreamCheckpointData.scala.
 */
export class DStreamCheckpointData<T> {
  /** Path by batch time in ms; part of the checkpoint. */
  current = new Map<number, string>();
  /** Every file that was ever noted and is not deleted; of this run only. */
  private files = new Map<number, string>();
  /** Time of a graph checkpoint → oldest batch whose file it lists. */
  private oldest = new Map<number, number>();

  update(time: Time, generatedRDDs: ReadonlyMap<number, RDD<T>>): void {
    const found = new Map<number, string>();
    for (const [millis, rdd] of generatedRDDs) {
      const path = checkpointPath(rdd as RDD<unknown>);
      if (path !== undefined) found.set(millis, path);
    }
    if (found.size === 0) return;
    this.current = found;
    for (const [millis, path] of found) this.files.set(millis, path);
    this.oldest.set(time.millis, Math.min(...found.keys()));
  }

  cleanup(time: Time, context: StreamingContext): void {
    const oldest = this.oldest.get(time.millis);
    if (oldest === undefined) return;
    this.oldest.delete(time.millis);
    const { storage } = context.sparkContext.environment;
    for (const [millis, path] of this.files) {
      if (millis >= oldest) continue;
      removeDirectory(storage, path);
      this.files.delete(millis);
    }
  }

  restore(stream: DStream<T>): void {
    for (const [millis, path] of this.current) {
      const { sparkContext } = stream.context;
      const { partitions, partitioner } = checkpointFile(sparkContext, path);
      stream.generatedRDDs.set(millis, new ReliableCheckpointRDD<T>(sparkContext, path, partitions, partitioner));
    }
  }

  /** What a checkpoint of the graph keeps. */
  copy(): DStreamCheckpointData<T> {
    const copy = new DStreamCheckpointData<T>();
    copy.current = new Map(this.current);
    return copy;
  }
}

/** Where an RDD was written, if it was. */
function checkpointPath(rdd: RDD<unknown>): string | undefined {
  if (rdd instanceof ReliableCheckpointRDD) return rdd.path;
  return rdd.isCheckpointed ? `${rdd.context.checkpointDir}/rdd-${rdd.id}` : undefined;
}

function removeDirectory(storage: Storage, path: string): void {
  if (!storage.exists(path)) return;
  for (const file of storage.list(path)) {
    if (file.isDirectory) removeDirectory(storage, file.path);
    else storage.remove(file.path);
  }
  storage.remove(path);
}

/** What is known of an RDD that was written to `path`. */
export function checkpointFile(
  context: SparkContext,
  path: string,
): { readonly partitions: number; readonly partitioner: Partitioner | undefined } {
  const { storage } = context.environment;
  const partitions = storage.list(path).filter((file) => /\bpart-\d+$/.test(file.path)).length;
  const partitioner = `${path}/_partitioner`;
  return { partitions, partitioner: storage.exists(partitioner) ? (storage.read(partitioner) as Partitioner) : undefined };
}
