import type { Example } from 'batchwise/grading';

const settings = {
  until: '10s',
  stores: 'redis',
  'redis.commandMs': '50',
  'kafka.brokers': '1',
  'kafka.offsets.topic.replication.factor': '1',
};
/** The orders from one offset of partition 0 to another, the end exclusive. */
const orders = (from: number, until: number) => Array.from({ length: until - from }, (_, i) => `0/${from + i}`);

export const examples: Example[] = [
  {
    title: 'a stop in order, then a restart: ten orders, then ten more',
    given: { script: '@5s driver restart\n', settings },
    prints: orders(0, 20),
  },
  {
    title: 'a crash after the sixth order is done and before it is printed: the poll is worked on again',
    given: { script: '@0s driver crash after=sink.written nth=6\n@5s driver restart\n', settings },
    prints: [...orders(0, 5), ...orders(0, 20)],
  },
];
