import type { Example } from 'batchwise/grading';

const call = (...args: unknown[]) => ({ calls: [{ name: 'schedule', args }] });

export const examples: Example[] = [
  {
    title: 'a batch every second, each takes half a second',
    given: call(1000, [500, 500], 1),
    returns: [
      [
        { start: 1000, end: 1500, delay: 0 },
        { start: 2000, end: 2500, delay: 0 },
      ],
    ],
  },
  {
    title: 'each takes a second and a half: the third starts a second late',
    given: call(1000, [1500, 1500, 1500], 1),
    returns: [
      [
        { start: 1000, end: 2500, delay: 0 },
        { start: 2500, end: 4000, delay: 500 },
        { start: 4000, end: 5500, delay: 1000 },
      ],
    ],
  },
  {
    title: 'one slow batch, and it drains',
    given: call(1000, [2500, 200, 200, 200], 1),
    returns: [
      [
        { start: 1000, end: 3500, delay: 0 },
        { start: 3500, end: 3700, delay: 1500 },
        { start: 3700, end: 3900, delay: 700 },
        { start: 4000, end: 4200, delay: 0 },
      ],
    ],
  },
  {
    title: 'two at a time',
    given: call(1000, [2500, 1500, 1500], 2),
    returns: [
      [
        { start: 1000, end: 3500, delay: 0 },
        { start: 2000, end: 3500, delay: 0 },
        { start: 3500, end: 5000, delay: 500 },
      ],
    ],
  },
];
