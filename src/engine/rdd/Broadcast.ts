import { type WritesItself, writeObject } from '../closure.js';
import { JavaError, SparkException } from '../errors.js';

/**
 * A value that every task may read. Tasks share one object per executor: what a task changes in it, later tasks there see.
 * Model: apache/spark 3.2.1 core/.../broadcast/Broadcast.scala.
 */
export class Broadcast<V> implements WritesItself {
  private destroyed = false;
  constructor(
    readonly id: number,
    private readonly content: V,
  ) {}

  /** @throws {SparkException} after `destroy` */
  get value(): V {
    this.check();
    return this.content;
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

  private check(): void {
    if (this.destroyed) throw new SparkException(`Attempted to use ${this} after it was destroyed (destroy) `);
  }
}
