import { describe, expect, test } from 'vitest';
import { crashLine, crashPoints } from '../../../src/sim/fault/crashPoints.js';
import { drawPlan } from '../../../src/sim/fault/drawPlan.js';
import type { Fault, WorldShape } from '../../../src/sim/fault/FaultKind.js';
import { faultLines, withFaults } from '../../../src/sim/fault/faultLines.js';
import { shrink } from '../../../src/sim/fault/shrink.js';
import { simplerFaults } from '../../../src/sim/fault/simplerFaults.js';
import { faultKinds } from '../../../src/sim/fault/vocabulary.js';
import { parseScript } from '../../../src/sim/script/parseScript.js';
import { printEvent } from '../../../src/sim/script/Script.js';

const shape: WorldShape = {
  executors: ['0', '1'],
  links: ['driver-nc'],
  ports: [9999],
  brokers: [1, 2],
  stores: ['mysql'],
  untilUs: 10_000_000,
};

describe.each(faultKinds.map((kind) => ({ id: kind.id, kind })))('$id', ({ kind }) => {
  const fault = (values: Readonly<Record<string, number>>): Fault => {
    const [target] = kind.targets(shape);
    return { kind: kind.id, target: target as string, atUs: 1_500_000, values };
  };
  test('its lines are read as they are printed, at both ends of every range', () => {
    const lowest = Object.fromEntries(kind.parameters.map(({ name, min }) => [name, min]));
    const highest = Object.fromEntries(kind.parameters.map(({ name, max }) => [name, max]));
    for (const values of [{}, lowest, highest]) {
      for (const line of faultLines(fault(values))) expect(printEvent(parseScript(line).events[0] as never)).toBe(line);
    }
  });
  test('a value outside its range is refused in words', () => {
    for (const { name, max } of kind.parameters)
      expect(() => faultLines(fault({ [name]: max * 2 }))).toThrow(/takes .* from .* to/);
    expect(() => faultLines(fault({ nonsense: 1 }))).toThrow(/has no "nonsense"/);
  });
  test('it says what happens and what comes of it', () => {
    for (const text of [kind.title, kind.happens, kind.answer]) expect(text.length).toBeGreaterThan(15);
    for (const { min, max, usual, meaning } of kind.parameters) {
      expect(usual).toBeGreaterThanOrEqual(min);
      expect(usual).toBeLessThanOrEqual(max);
      expect(meaning).toMatch(/\.$/);
    }
  });
});

test('a plan depends on its seed alone, and one fault less leaves the others as they were', () => {
  for (let seed = 0; seed < 50; seed++) {
    const plan = drawPlan(String(seed), shape, { min: 3, max: 3 });
    expect(drawPlan(String(seed), shape, { min: 3, max: 3 })).toEqual(plan);
    expect(drawPlan(String(seed), shape, { min: 2, max: 2 })).toEqual(plan.slice(0, 2));
    parseScript(withFaults('@0s nc :9999 > a', plan));
  }
});

test('weights choose among the kinds; where nothing is possible the plan is empty', () => {
  const only = Object.fromEntries(faultKinds.map(({ id }) => [id, id === 'link-cut' ? 1 : 0]));
  expect(new Set(drawPlan('7', shape, { min: 20, max: 20, weights: only }).map(({ kind }) => kind))).toEqual(
    new Set(['link-cut']),
  );
  const none = Object.fromEntries(faultKinds.map(({ id }) => [id, 0]));
  expect(drawPlan('7', shape, { weights: none })).toEqual([]);
});

test('shrinking finds the two items that matter among forty, and simplifies them', () => {
  const items = Array.from({ length: 40 }, (_, i) => i + 0.75);
  const fails = (rest: readonly number[]) => rest.some((n) => Math.floor(n) === 13) && rest.some((n) => Math.floor(n) === 31);
  const { items: left, tries } = shrink(items, fails, { simpler: (n) => [Math.floor(n)] });
  expect(left).toEqual([13, 31]);
  expect(tries).toBeLessThan(200);
});

test('shrinking stops at its limit with something that fails', () => {
  const fails = (rest: readonly number[]) => rest.includes(5);
  const { items, tries } = shrink([1, 2, 3, 4, 5, 6, 7, 8], fails, { tries: 3 });
  expect(tries).toBe(3);
  expect(fails(items)).toBe(true);
});

test('simpler forms of a fault are faults', () => {
  for (const fault of drawPlan('11', shape, { min: 30, max: 30 })) for (const form of simplerFaults(fault)) faultLines(form);
});

test('each effect has a crash point before and after it', () => {
  const events = ['console.line', 'task.started', 'console.line'].map((type, seq) => ({ type, seq })) as never;
  const points = crashPoints(events);
  expect(points.map((point) => crashLine('driver', point))).toEqual([
    '@0s driver crash before=console.line nth=1',
    '@0s driver crash after=console.line nth=1',
    '@0s driver crash before=console.line nth=2',
    '@0s driver crash after=console.line nth=2',
  ]);
});
