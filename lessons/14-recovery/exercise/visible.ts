import type { Example } from 'batchwise/grading';

const orders = '@0.5s file /orders/1 > north 2 eur\n@1.5s file /orders/2 > south 1 usd\n@3.5s file /orders/3 > north 1 eur\n';
const settings = { until: '4.5s', stores: 'redis' };
const rule = '-------------------------------------------';
const block = (time: number, ...lines: string[]) => [rule, `Time: ${time} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'without a crash',
    given: { script: orders, settings },
    prints: [
      ...block(1000, '(north,200)'),
      ...block(2000, '(south,90)', '(north,200)'),
      ...block(3000, '(south,90)', '(north,200)'),
      ...block(4000, '(south,90)', '(north,300)'),
    ],
  },
  {
    title: 'crash at 2.5 s, restart at 3.2 s: batch 2 again, batch 3 at once, 4 on time',
    given: { script: `${orders}@2.5s driver crash\n@3.2s driver restart\n`, settings },
    prints: [
      ...block(1000, '(north,200)'),
      ...block(2000, '(south,90)', '(north,200)'),
      ...block(2000, '(south,90)', '(north,200)'),
      ...block(3000, '(south,90)', '(north,200)'),
      ...block(4000, '(south,90)', '(north,300)'),
    ],
  },
];
