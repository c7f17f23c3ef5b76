import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { JavaError } from '../../../src/engine/errors.js';
import { doubleToString, hashCode } from '../../../src/engine/jvm/index.js';
import {
  Duration,
  formatDuration,
  Interval,
  Milliseconds,
  Minutes,
  restartTime,
  Seconds,
  startTime,
  Time,
} from '../../../src/engine/time/index.js';

const recordings = new URL('../../conformance/recordings/runtime/', import.meta.url);

// biome-ignore lint/suspicious/noExplicitAny: recorded JSON, compared field by field
const casesOf = (file: string): any[] => JSON.parse(readFileSync(new URL(file, recordings), 'utf8')).cases;

/** The value, or the error in the form in which it was recorded. */
function outcome<T>(body: () => T): T | { error: { class: string; message: string } } {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    return { error: { class: error.javaClass, message: error.message } };
  }
}

describe('equal to the recorded runs', () => {
  const time = casesOf('time.json');
  const withOp = (op: string) => time.filter((recorded) => recorded.op === op);

  test('durations alone', () => {
    for (const recorded of withOp('duration')) {
      const duration = new Duration(recorded.ms);
      expect({
        op: 'duration',
        ms: duration.millis,
        toString: duration.toString(),
        prettyPrint: duration.prettyPrint(),
        toFormattedString: duration.toFormattedString(),
        isZero: duration.isZero,
      }).toEqual(recorded);
    }
  });

  test('two durations', () => {
    for (const recorded of withOp('durations')) {
      const a = new Duration(recorded.a);
      const b = new Duration(recorded.b);
      expect({
        op: 'durations',
        a: a.millis,
        b: b.millis,
        plus: a.plus(b).millis,
        minus: a.minus(b).millis,
        times3: a.times(3).millis,
        div: asDouble(a.div(b)),
        isMultipleOf: outcome(() => a.isMultipleOf(b)),
        less: a.less(b),
        lessEqual: a.lessEqual(b),
        min: a.min(b).millis,
        max: a.max(b).millis,
      }).toEqual(recorded);
    }
  });

  test('times', () => {
    for (const recorded of withOp('times')) {
      const t = new Time(recorded.t);
      const u = new Time(recorded.u);
      const d = new Duration(recorded.d);
      const zero = new Time(recorded.zero);
      const millis = (times: readonly Time[]) => times.map((time) => time.millis);
      expect({
        op: 'times',
        t: t.millis,
        u: u.millis,
        zero: zero.millis,
        d: d.millis,
        toString: t.toString(),
        plus: t.plus(d).millis,
        minusDuration: t.minus(d).millis,
        minusTime: t.minus(u).millis,
        floor: t.floor(d).millis,
        floorZero: t.floor(d, zero).millis,
        isMultipleOf: t.isMultipleOf(d),
        until: millis(t.until(u, d)),
        to: millis(t.to(u, d)),
        less: t.less(u),
        min: t.min(u).millis,
        max: t.max(u).millis,
      }).toEqual(recorded);
    }
  });

  test('intervals', () => {
    const interval = ([begin, end]: [number, number]) => new Interval(new Time(begin), new Time(end));
    const ends = (i: Interval) => [i.beginTime.millis, i.endTime.millis];
    for (const recorded of withOp('intervals')) {
      const a = interval(recorded.a);
      const b = interval(recorded.b);
      expect({
        op: 'intervals',
        a: ends(a),
        b: ends(b),
        toString: a.toString(),
        duration: a.duration.millis,
        plus1500: ends(a.plus(Milliseconds(1500))),
        minus1500: ends(a.minus(Milliseconds(1500))),
        less: outcome(() => a.less(b)),
        lessEqual: outcome(() => a.lessEqual(b)),
        greater: outcome(() => a.greater(b)),
        greaterEqual: outcome(() => a.greaterEqual(b)),
        equal: a.equals(b),
      }).toEqual(recorded);
    }
  });

  test('units', () => {
    expect({
      op: 'units',
      'Seconds(3)': `${Seconds(3)}`,
      'Minutes(2)': `${Minutes(2)}`,
      'Milliseconds(250)': `${Milliseconds(250)}`,
      'Seconds(0)': `${Seconds(0)}`,
    }).toEqual(withOp('units')[0]);
  });

  test('first ticks of timers', () => {
    for (const { now, period, origin, ...recorded } of casesOf('timer-ticks.json')) {
      expect({ startTime: startTime(now, period), restartTime: restartTime(now, period, origin) }).toEqual(recorded);
    }
  });

  function asDouble(value: number): string {
    return doubleToString(value);
  }
});

test('a zero divisor or step is refused with the words of the JVM', () => {
  const zero = Milliseconds(0);
  const division = { error: { class: 'java.lang.ArithmeticException', message: '/ by zero' } };
  expect(outcome(() => Seconds(1).isMultipleOf(zero))).toEqual(division);
  expect(outcome(() => new Time(1000).isMultipleOf(zero))).toEqual(division);
  expect(outcome(() => new Time(1000).floor(zero))).toEqual(division);
  expect(outcome(() => new Time(1000).to(new Time(2000), zero))).toEqual({
    error: { class: 'java.lang.IllegalArgumentException', message: 'step cannot be 0.' },
  });
});

test('pretty durations are divided as 32-bit floats and halves go up', () => {
  expect([1150, 1250, 1350, 1950, 5_445_000].map(formatDuration)).toEqual(['1.1 s', '1.3 s', '1.4 s', '2.0 s', '1.51 h']);
});

test('equal times are one key', () => {
  expect(new Time(1000).equals(new Time(1000))).toBe(true);
  expect(hashCode(new Time(1000))).toBe(hashCode(new Time(1000)));
  expect(new Time(1000).equals(new Duration(1000))).toBe(false);
});
