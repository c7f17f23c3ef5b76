import { currentEnvironment } from '../ambient.js';
import { type WritesItself, writeObject } from '../closure.js';
import { deepCopy } from '../deepCopy.js';
import { JavaError, SparkException } from '../errors.js';
import { currentPlace } from '../place.js';
import type { Host } from '../ports/Host.js';

/**
 * A value that every task may read. Tasks share one object per executor: what a task changes in it, later tasks there see. A checkpoint does not
 * hold it: a driver that goes on from one has to make it anew.
 * Model: apache/spark 3.2.1 core/.../broadcast/Broadcast.scala, TorrentBroadcast.scala.
 */
export class Broadcast<V> implements WritesItself {
  private destroyed = false;
  private readonly sent: V;
  constructor(
    readonly id: number,
    private readonly content: V,
    /** In local mode tasks see the driver's own object; executors get a copy of it as it is now. */
    private readonly isShared: boolean,
    /** The driver that made it; its pieces are gone with that driver. */
    private readonly driver: Host,
  ) {
    this.sent = isShared ? content : deepCopy(content);
  }

  /** @throws {SparkException} after `destroy`; {JavaError} `java.io.IOException`: another driver made it, before a recovery */
  get value(): V {
    this.check();
    if (currentEnvironment().driver !== this.driver) {
      throw new JavaError('java.io.IOException', {
        message: `org.apache.spark.SparkException: Failed to get broadcast_${this.id}_piece0 of broadcast_${this.id}`,
        hint: 'A checkpoint does not hold broadcasts. Make this one again where it is used, the first time a driver needs it.',
      });
    }
    return this.isShared || currentPlace().kind !== 'task' ? this.content : this.copyHere();
  }

  /** Takes the executors' copies away; the next task that reads the value fetches it again. @throws {SparkException} after `destroy` */
  unpersist(): void {
    this.check();
  }

  /** Takes it away for good. @throws {SparkException} when it was destroyed before */
  destroy(): void {
    this.check();
    this.destroyed = true;
  }

  /** @throws {JavaError} `java.io.IOException`: it was destroyed */
  [writeObject](): void {
    try {
      this.check();
    } catch (error) {
      throw new JavaError('java.io.IOException', String(error), error);
    }
  }

  toString(): string {
    return `Broadcast(${this.id})`;
  }

  /** The copy of the executor that is running; fetched when it is first read there. */
  private copyHere(): V {
    const { statics } = currentEnvironment();
    const key = `broadcast ${this.id}`;
    if (!statics.has(key)) statics.set(key, deepCopy(this.sent));
    return statics.get(key) as V;
  }

  private check(): void {
    if (this.destroyed) throw new SparkException(`Attempted to use ${this} after it was destroyed (destroy) `);
  }
}
