import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'The and the are one word',
    given: { script: '@0.1s nc :9999 > The the\n@1.1s nc :9999 > THE\n', settings: { until: '2s' } },
    prints: [...block(1, '(the,2)'), ...block(2, '(the,1)')],
  },
  {
    title: 'two spaces, and a line without words',
    given: { script: '@0.1s nc :9999 > a  a\n@1.1s nc :9999 >  \n', settings: { until: '2s' } },
    prints: [...block(1, '(a,2)'), ...block(2)],
  },
];
