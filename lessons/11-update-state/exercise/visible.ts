import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'a total goes on through batches without data',
    given: { script: '@0.1s nc :9999 > a a\n@2.1s nc :9999 > a\n', settings: { until: '3s' } },
    prints: [...block(1, '(a,2)'), ...block(2, '(a,2)'), ...block(3, '(a,3)')],
  },
  {
    title: 'five batches without it, and the word is forgotten',
    given: { script: '@0.1s nc :9999 > a a\n@6.1s nc :9999 > a\n', settings: { until: '7s' } },
    prints: [
      ...[1, 2, 3, 4, 5].flatMap((second) => block(second, '(a,2)')),
      ...block(6), // the fifth silent batch
      ...block(7, '(a,1)'),
    ],
  },
];
