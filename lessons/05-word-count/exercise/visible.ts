import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'the most frequent three of four, then a batch without data',
    given: { script: '@0.1s nc :9999 > a b b c c c d\n', settings: { until: '2s' } },
    prints: [...block(1, '(c,3)', '(b,2)', '(a,1)'), ...block(2)],
  },
  {
    title: 'each batch for itself',
    given: { script: '@0.1s nc :9999 > a a\n@1.1s nc :9999 > b a\n', settings: { until: '2s' } },
    prints: [...block(1, '(a,2)'), ...block(2, '(a,1)', '(b,1)')],
  },
];
