import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { EventQueue, Rank } from '../../src/sim/kernel/EventQueue.js';

test('entries come by time, then script before timers before deliveries, then in the order in which they were put', () => {
  const queue = new EventQueue<string>(2);
  queue.push(5, Rank.delivery, 'delivery 5');
  queue.push(5, Rank.timer, 'timer 5, first');
  queue.push(1, Rank.delivery, 'delivery 1');
  queue.push(5, Rank.script, 'script 5');
  queue.push(5, Rank.timer, 'timer 5, second');
  const found: string[] = [];
  while (queue.size > 0) found.push(queue.pop());
  expect(found).toEqual(['delivery 1', 'script 5', 'timer 5, first', 'timer 5, second', 'delivery 5']);
});

test('any mixture of pushes and pops comes out as a stable sort would order it', () => {
  const random = seedrandom.alea('queue');
  const queue = new EventQueue<number>(4);
  const waiting: { time: number; rank: number; id: number }[] = [];
  const found: number[] = [];
  const expected: number[] = [];
  for (let id = 0; id < 3000; id++) {
    const entry = { time: Math.floor(random() * 40), rank: Math.floor(random() * 3), id };
    queue.push(entry.time, entry.rank as Rank, id);
    waiting.push(entry);
    if (random() < 0.6) continue;
    waiting.sort((a, b) => a.time - b.time || a.rank - b.rank || a.id - b.id);
    expected.push((waiting.shift() as { id: number }).id);
    found.push(queue.pop());
  }
  expect(found).toEqual(expected);
});
