import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'two numbers in one block, one in another',
    given: { script: '@0.1s nc :9999 > a 4\n@0.1s nc :9999 > a 8\n@0.5s nc :9999 > a 9\n', settings: { until: '1s' } },
    prints: block(1, '(a,7)'),
  },
  {
    title: 'the same three numbers in one block',
    given: {
      script: '@0.1s nc :9999 > a 4\n@0.1s nc :9999 > a 8\n@0.1s nc :9999 > a 9\n@0.1s nc :9999 > b 2\n',
      settings: { until: '1s' },
    },
    prints: block(1, '(b,2)', '(a,7)'),
  },
];
