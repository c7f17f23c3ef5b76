import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorldEventInput } from '../../src/sim/events.js';
import { EventLog } from '../../src/sim/kernel/EventLog.js';

const value = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.array(fc.integer(), { maxLength: 3 }),
  fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }),
  fc.record({ kind: fc.constant('job'), batchTime: fc.integer() }),
  fc.constant(undefined),
);
const event = fc
  .tuple(
    fc.constantFrom('block.stored', 'task.started', 'job.completed'),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value),
  )
  .map(([type, fields]) => ({ type, ...fields }) as unknown as WorldEventInput);

function logOf(events: readonly WorldEventInput[]): EventLog {
  const log = new EventLog();
  events.forEach((each, i) => {
    log.append(each, i * 7, `host-${i % 3}`, i - 1);
  });
  return log;
}
const bytes = (log: EventLog): string => Buffer.concat([...log.chunks()]).toString('base64');
/** What is read of an event that was written: values that are undefined are left out, and -0 in JSON is 0. */
const expected = (written: WorldEventInput, i: number) => ({
  ...Object.fromEntries(Object.entries(written).filter(([, each]) => each !== undefined)),
  seq: i,
  at: i * 7,
  host: `host-${i % 3}`,
  cause: i - 1,
});

describe('EventLog', () => {
  test('gives back what was written, in any order of asking', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), fc.array(fc.nat(), { maxLength: 20 }), (events, asked) => {
        const log = logOf(events);
        for (const copy of [log, EventLog.fromParts(structuredClone(log.toParts()))]) {
          expect(copy.length).toBe(events.length);
          for (const each of asked) {
            if (events.length === 0) continue;
            const seq = each % events.length;
            expect(copy.get(seq)).toEqual(expected(events[seq] as WorldEventInput, seq));
          }
          events.forEach((each, seq) => {
            expect(copy.get(seq)).toEqual(expected(each, seq));
          });
        }
      }),
    );
  });

  test('has the same bytes for the same events, and others for others', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 50 }), event, (events, more) => {
        expect(bytes(logOf(events))).toBe(bytes(logOf(structuredClone(events))));
        expect(bytes(logOf([...events, more]))).not.toBe(bytes(logOf(events)));
      }),
    );
  });

  test('keeps long runs and long lists whole', () => {
    const long = Array.from({ length: 100_000 }, (_, i) => i);
    const events = Array.from({ length: 20_000 }, (_, i) =>
      i === 9_000
        ? { type: 'job.started', job: i, stages: long, action: 'count' }
        : { type: 'batch.generated', batchTime: i / 2, jobs: i },
    ) as WorldEventInput[];
    const log = logOf(events);
    for (const seq of [0, 63, 64, 8191, 8192, 8999, 9000, 9001, 16_383, 16_384, 19_999]) {
      expect(log.get(seq)).toEqual(expected(events[seq] as WorldEventInput, seq));
      expect(log.typeAt(seq)).toBe((events[seq] as WorldEventInput).type);
    }
  });

  test('keeps the sign of zero', () => {
    const log = logOf([{ type: 'rate.updated', stream: 0, recordsPerSec: -0 }]);
    expect(log.get(0)).toHaveProperty('recordsPerSec', -0);
  });
});
