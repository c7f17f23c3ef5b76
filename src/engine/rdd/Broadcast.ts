import { currentEnvironment } from '../ambient.js';
import { type WritesItself, writeObject } from '../closure.js';
import { deepCopy } from '../deepCopy.js';
import { JavaError, SparkException } from '../errors.js';
import { currentPlace } from '../place.js';

/**
 * A value that every task may read. Tasks share one object per executor: what a task changes in it, later tasks there see.
 * Model: apache/spark 3.2.1 core/.../broadcast/Broadcast.scala.
 */
export class Broadcast<V> implements WritesItself {
  private destroyed = false;
  private readonly sent: V;
  constructor(
    readonly id: number,
    private readonly content: V,
    /** In local mode tasks see the driver's own object; executors get a copy of it as it is now. */
    private readonly isShared: boolean,
  ) {
    this.sent = isShared ? content : deepCopy(content);
  }

  /** @throws {SparkException} after `destroy` */
  get value(): V {
    this.check();
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
