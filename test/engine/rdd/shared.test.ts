import { describe, expect, test } from 'vitest';
import { capturing } from '../../../src/engine/closure.js';
import {
  AccumulatorV2,
  CollectionAccumulator,
  DoubleAccumulator,
  LongAccumulator,
  type SparkContext,
  StorageLevel,
} from '../../../src/engine/rdd/index.js';
import { failureOf, spark } from './support/spark.js';

class Longest extends AccumulatorV2<string, string> {
  private longest = '';
  constructor(private readonly zero = '') {
    super();
    this.longest = zero;
  }
  get isZero(): boolean {
    return this.longest === '';
  }
  copy(): Longest {
    const made = new Longest(this.zero);
    made.longest = this.longest;
    return made;
  }
  reset(): void {
    this.longest = this.zero;
  }
  add(word: string): void {
    if (word.length > this.longest.length) this.longest = word;
  }
  merge(other: AccumulatorV2<string, string>): void {
    this.add(other.value);
  }
  get value(): string {
    return this.longest;
  }
}

/** Its copy is made by a method of its own. */
class Helped extends Longest {
  protected fresh(): Helped {
    return new Helped();
  }
  override copy(): Helped {
    const made = this.fresh();
    if (this.value !== '') made.add(this.value);
    return made;
  }
}

test('an accumulator may be copied by methods of its own', () => {
  const found = spark(function* (sc) {
    const longest = new Helped();
    sc.register(longest, 'longest');
    yield* sc.parallelize(['a', 'ccc', 'bb'], 2).foreach((word) => longest.add(word));
    return longest.value;
  });
  expect(found).toBe('ccc');
});

describe('accumulators', () => {
  test('what tasks add reaches the driver; it prints as in Spark', () => {
    const shown = spark(function* (context) {
      const sum = context.longAccumulator('cnt');
      const unused = context.longAccumulator();
      const halves = context.doubleAccumulator('d');
      const list = context.collectionAccumulator<string>('c');
      yield* context.parallelize([1, 2, 3, 4], 2).foreach((x) => {
        sum.add(x);
        halves.add(x / 2);
        list.add(`v${x}`);
      });
      return [sum, unused, halves, list].map(String).concat([sum.count, sum.sum, sum.avg, unused.avg, unused.isZero].map(String));
    });
    expect(shown).toEqual([
      'LongAccumulator(id: 0, name: Some(cnt), value: 10)',
      'LongAccumulator(id: 1, name: None, value: 0)',
      'DoubleAccumulator(id: 2, name: Some(d), value: 5.0)',
      'CollectionAccumulator(id: 3, name: Some(c), value: [v1, v2, v3, v4])',
      '4',
      '10',
      '2.5',
      'NaN',
      'true',
    ]);
  });

  test('a task sees only what it added itself', () => {
    const seen = spark(function* (context) {
      const sum = context.longAccumulator();
      sum.add(100);
      const inTasks = yield* context
        .parallelize([1, 2, 3], 2)
        .map((x) => {
          sum.add(x);
          return sum.value;
        })
        .collect();
      return [inTasks, sum.value];
    });
    expect(seen).toEqual([[1, 2, 5], 106]);
  });

  test('a transformation that runs twice adds twice; what a failed task added is lost (SC-461)', () => {
    const values = spark(function* (context) {
      const twice = context.longAccumulator();
      const mapped = context.parallelize([1, 2], 2).map((x) => {
        twice.add(1);
        return x;
      });
      yield* mapped.count();
      yield* mapped.count();
      const failed = context.longAccumulator();
      try {
        yield* context.parallelize([1, 2], 1).foreach((x) => {
          failed.add(1);
          if (x === 2) throw new Error('no');
        });
      } catch {}
      return [twice.value, failed.value];
    });
    expect(values).toEqual([4, 0]);
  });

  test('a kind of its own', () => {
    const longest = spark(function* (context) {
      const accumulator = context.register(new Longest(), 'longest');
      yield* context.parallelize(['a', 'ccc', 'bb'], 3).foreach((word) => accumulator.add(word));
      return accumulator.value;
    });
    expect(longest).toBe('ccc');
  });

  test('misuse', () => {
    expect(String(new LongAccumulator())).toBe('Un-registered Accumulator: LongAccumulator');
    expect(failureOf(() => new LongAccumulator().id)).toBe('The metadata of this accumulator has not been assigned yet.');
    expect(failureOf(() => new LongAccumulator().merge(new DoubleAccumulator()))).toBe(
      'Cannot merge org.apache.spark.util.LongAccumulator with org.apache.spark.util.DoubleAccumulator',
    );
    expect(failureOf(() => new CollectionAccumulator<number>().merge(new Longest() as never))).toContain('Cannot merge');
    const twice = () =>
      spark((context) => {
        context.register(context.longAccumulator());
      });
    expect(failureOf(twice)).toBe('Cannot register an Accumulator twice.');
    const notZero = () =>
      spark(function* (context) {
        const accumulator = context.register(new Longest('never zero'));
        yield* context.parallelize(['a'], 1).foreach((word) => accumulator.add(word));
      });
    expect(failureOf(notZero)).toContain('assertion failed: copyAndReset must return a zero value copy');
  });
});

describe('broadcast', () => {
  test('tasks read it until it is destroyed', () => {
    const seen = spark(function* (context) {
      const names = context.broadcast(['a', 'b']);
      const read = yield* context
        .parallelize([0, 1], 2)
        .map((i) => names.value[i])
        .collect();
      names.unpersist();
      const after = names.value.length;
      names.destroy();
      return [read, after, String(names), ...[() => names.value, () => names.destroy(), () => names.unpersist()].map(failureOf)];
    });
    const message = 'Attempted to use Broadcast(0) after it was destroyed (destroy) ';
    expect(seen).toEqual([['a', 'b'], 2, 'Broadcast(0)', message, message, message]);
  });

  test('not of an RDD', () => {
    const body = () =>
      spark((context) => {
        context.broadcast(context.parallelize([1], 1));
      });
    expect(failureOf(body)).toBe(
      'requirement failed: Can not directly broadcast RDDs; instead, call collect() and broadcast the result.',
    );
  });
});

describe('storage levels (SC-009)', () => {
  test.for([
    ['NONE', 'StorageLevel(1 replicas)', 'Serialized 1x Replicated'],
    ['DISK_ONLY', 'StorageLevel(disk, 1 replicas)', 'Disk Serialized 1x Replicated'],
    ['DISK_ONLY_2', 'StorageLevel(disk, 2 replicas)', 'Disk Serialized 2x Replicated'],
    ['DISK_ONLY_3', 'StorageLevel(disk, 3 replicas)', 'Disk Serialized 3x Replicated'],
    ['MEMORY_ONLY', 'StorageLevel(memory, deserialized, 1 replicas)', 'Memory Deserialized 1x Replicated'],
    ['MEMORY_ONLY_2', 'StorageLevel(memory, deserialized, 2 replicas)', 'Memory Deserialized 2x Replicated'],
    ['MEMORY_ONLY_SER', 'StorageLevel(memory, 1 replicas)', 'Memory Serialized 1x Replicated'],
    ['MEMORY_ONLY_SER_2', 'StorageLevel(memory, 2 replicas)', 'Memory Serialized 2x Replicated'],
    ['MEMORY_AND_DISK', 'StorageLevel(disk, memory, deserialized, 1 replicas)', 'Disk Memory Deserialized 1x Replicated'],
    ['MEMORY_AND_DISK_2', 'StorageLevel(disk, memory, deserialized, 2 replicas)', 'Disk Memory Deserialized 2x Replicated'],
    ['MEMORY_AND_DISK_SER', 'StorageLevel(disk, memory, 1 replicas)', 'Disk Memory Serialized 1x Replicated'],
    ['MEMORY_AND_DISK_SER_2', 'StorageLevel(disk, memory, 2 replicas)', 'Disk Memory Serialized 2x Replicated'],
    ['OFF_HEAP', 'StorageLevel(disk, memory, offheap, 1 replicas)', 'Disk Memory (off heap) Serialized 1x Replicated'],
  ] as const)('%s', ([name, text, description]) => {
    const level = StorageLevel.fromString(name);
    expect([String(level), level.description, level.name, level.isValid]).toEqual([text, description, name, name !== 'NONE']);
  });

  test('a level of its own is the constant with the same flags', () => {
    expect(StorageLevel.of(true, true, false, true)).toBe(StorageLevel.MEMORY_AND_DISK);
    expect(String(StorageLevel.of(true, true, true, true))).toBe('StorageLevel(disk, memory, offheap, deserialized, 1 replicas)');
    expect(failureOf(() => StorageLevel.fromString('FOO'))).toBe('Invalid StorageLevel: FOO');
    expect(failureOf(() => StorageLevel.of(true, true, false, true, 50))).toBe(
      'assertion failed: Replication restricted to be less than 40 for calculating hash codes',
    );
  });

  test('another level needs an unpersist first', () => {
    const levels = spark((context) => {
      const rdd = context.parallelize([1], 1).cache();
      const again = failureOf(() => rdd.persist(StorageLevel.DISK_ONLY));
      return [again, String(rdd.persist().unpersist().persist(StorageLevel.DISK_ONLY).storageLevel)];
    });
    expect(levels).toEqual([
      'Cannot change storage level of an RDD after it was already assigned a level',
      'StorageLevel(disk, 1 replicas)',
    ]);
  });
});

test.for([
  {
    name: 'an accumulator that is not registered',
    captured: () => new LongAccumulator(),
    cause: 'Accumulator must be registered before send to executor',
  },
  {
    name: 'a broadcast that was destroyed',
    captured: (context: SparkContext) => {
      const broadcast = context.broadcast(1);
      broadcast.destroy();
      return broadcast;
    },
    cause: 'org.apache.spark.SparkException: Attempted to use Broadcast(0) after it was destroyed (destroy) ',
  },
])('$name cannot go with a task', ({ captured, cause }) => {
  const used = (): unknown =>
    spark((context) => context.parallelize([1], 1).map(capturing({ it: captured(context) }, (x) => x)).id);
  expect(failureOf(used)).toBe(`Task not serializable | ${cause}`);
});
