import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];
const upTo = (seconds: number) => Array.from({ length: seconds }, (_, i) => i + 1).flatMap((second) => block(second));

export const examples: Example[] = [
  {
    title: 'two events, then silence: it times out in the tenth batch',
    given: { script: '@0.1s nc :9999 > o17 new\n@1.1s nc :9999 > o17 paid\n', settings: { until: '11s' } },
    prints: [...upTo(9), ...block(10, '(o17,abandoned after 2)'), ...block(11)],
  },
  {
    title: 'an order that goes on in time is not abandoned',
    given: { script: '@0.1s nc :9999 > o17 new\n@7.1s nc :9999 > o17 paid\n', settings: { until: '11s' } },
    prints: upTo(11),
  },
];
