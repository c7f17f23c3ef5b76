import { IllegalArgumentException } from '../errors.js';

/**
 * Where and how often blocks are kept (SC-009). Two levels with equal flags are one object, so `===` compares them.
 * Model: apache/spark 3.2.1 core/.../storage/StorageLevel.scala.
 */
export class StorageLevel {
  private static readonly known = new Map<string, StorageLevel>();

  static readonly NONE = StorageLevel.of(false, false, false, false);
  static readonly DISK_ONLY = StorageLevel.of(true, false, false, false);
  static readonly DISK_ONLY_2 = StorageLevel.of(true, false, false, false, 2);
  static readonly DISK_ONLY_3 = StorageLevel.of(true, false, false, false, 3);
  static readonly MEMORY_ONLY = StorageLevel.of(false, true, false, true);
  static readonly MEMORY_ONLY_2 = StorageLevel.of(false, true, false, true, 2);
  static readonly MEMORY_ONLY_SER = StorageLevel.of(false, true, false, false);
  static readonly MEMORY_ONLY_SER_2 = StorageLevel.of(false, true, false, false, 2);
  static readonly MEMORY_AND_DISK = StorageLevel.of(true, true, false, true);
  static readonly MEMORY_AND_DISK_2 = StorageLevel.of(true, true, false, true, 2);
  static readonly MEMORY_AND_DISK_SER = StorageLevel.of(true, true, false, false);
  static readonly MEMORY_AND_DISK_SER_2 = StorageLevel.of(true, true, false, false, 2);
  static readonly OFF_HEAP = StorageLevel.of(true, true, true, false);

  private constructor(
    readonly useDisk: boolean,
    readonly useMemory: boolean,
    readonly useOffHeap: boolean,
    readonly deserialized: boolean,
    readonly replication: number,
  ) {}

  /** A level of one's own. @throws {IllegalArgumentException} 40 copies or more */
  static of(useDisk: boolean, useMemory: boolean, useOffHeap: boolean, deserialized: boolean, replication = 1): StorageLevel {
    if (replication >= 40) {
      throw new IllegalArgumentException(
        'assertion failed: Replication restricted to be less than 40 for calculating hash codes',
      );
    }
    const key = [useDisk, useMemory, useOffHeap, deserialized, replication].join();
    let level = StorageLevel.known.get(key);
    if (level === undefined) {
      level = new StorageLevel(useDisk, useMemory, useOffHeap, deserialized, replication);
      StorageLevel.known.set(key, level);
    }
    return level;
  }

  /** The level of this name, such as `MEMORY_ONLY_2`. @throws {IllegalArgumentException} there is none */
  static fromString(name: string): StorageLevel {
    const level = Object.entries(StorageLevel).find(([each]) => each === name)?.[1];
    if (level instanceof StorageLevel) return level;
    throw new IllegalArgumentException(`Invalid StorageLevel: ${name}`);
  }

  /** Whether anything is kept with it. */
  get isValid(): boolean {
    return (this.useMemory || this.useDisk) && this.replication > 0;
  }

  /** The constant's name, or what `toString` gives. */
  get name(): string {
    return Object.entries(StorageLevel).find(([, each]) => each === this)?.[0] ?? this.toString();
  }

  /** As `toDebugString` shows it. */
  get description(): string {
    const disk = this.useDisk ? 'Disk ' : '';
    const memory = this.useMemory ? (this.useOffHeap ? 'Memory (off heap) ' : 'Memory ') : '';
    return `${disk}${memory}${this.deserialized ? 'Deserialized' : 'Serialized'} ${this.replication}x Replicated`;
  }

  toString(): string {
    const flags: string[] = [];
    if (this.useDisk) flags.push('disk');
    if (this.useMemory) flags.push('memory');
    if (this.useOffHeap) flags.push('offheap');
    if (this.deserialized) flags.push('deserialized');
    return `StorageLevel(${[...flags, `${this.replication} replicas`].join(', ')})`;
  }
}
