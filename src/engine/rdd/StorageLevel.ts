/** Where and how often blocks are kept (SC-220). */
export class StorageLevel {
  static readonly NONE = new StorageLevel('NONE', false, false, false, 1);
  static readonly DISK_ONLY = new StorageLevel('DISK_ONLY', true, false, false, 1);
  static readonly DISK_ONLY_2 = new StorageLevel('DISK_ONLY_2', true, false, false, 2);
  static readonly MEMORY_ONLY = new StorageLevel('MEMORY_ONLY', false, true, true, 1);
  static readonly MEMORY_ONLY_2 = new StorageLevel('MEMORY_ONLY_2', false, true, true, 2);
  static readonly MEMORY_ONLY_SER = new StorageLevel('MEMORY_ONLY_SER', false, true, false, 1);
  static readonly MEMORY_ONLY_SER_2 = new StorageLevel('MEMORY_ONLY_SER_2', false, true, false, 2);
  static readonly MEMORY_AND_DISK = new StorageLevel('MEMORY_AND_DISK', true, true, true, 1);
  static readonly MEMORY_AND_DISK_2 = new StorageLevel('MEMORY_AND_DISK_2', true, true, true, 2);
  static readonly MEMORY_AND_DISK_SER = new StorageLevel('MEMORY_AND_DISK_SER', true, true, false, 1);
  static readonly MEMORY_AND_DISK_SER_2 = new StorageLevel('MEMORY_AND_DISK_SER_2', true, true, false, 2);

  private constructor(
    readonly name: string,
    readonly useDisk: boolean,
    readonly useMemory: boolean,
    readonly deserialized: boolean,
    readonly replication: number,
  ) {}

  /** As `toDebugString` shows it. */
  get description(): string {
    const disk = this.useDisk ? 'Disk ' : '';
    const memory = this.useMemory ? 'Memory ' : '';
    return `${disk}${memory}${this.deserialized ? 'Deserialized' : 'Serialized'} ${this.replication}x Replicated`;
  }

  toString(): string {
    const flags = [this.useDisk ? 'disk' : '', this.useMemory ? 'memory' : '', this.deserialized ? 'deserialized' : ''].filter(
      Boolean,
    );
    return `StorageLevel(${[...flags, `${this.replication} replicas`].join(', ')})`;
  }
}
