import type { Example } from 'batchwise/grading';

const rule = '-------------------------------------------';
const block = (seconds: number, ...lines: string[]) => [rule, `Time: ${seconds * 1000} ms`, rule, ...lines, ''];

export const examples: Example[] = [
  {
    title: 'a window of 2 s: the sale of the first second leaves',
    given: {
      script: '@0.1s nc :9999 > north 12.30\n@1.1s nc :9999 > north 0.70\n',
      settings: { until: '4s', 'shop.windowMs': '2000' },
    },
    prints: [...block(1, '(north,1230)'), ...block(2, '(north,1300)'), ...block(3, '(north,70)'), ...block(4)],
  },
  {
    title: 'three times ten cents are thirty cents, and then nothing',
    given: {
      script: '@0.1s nc :9999 > south 0.10\n@0.2s nc :9999 > south 0.10\n@0.3s nc :9999 > south 0.10\n',
      settings: { until: '3s', 'shop.windowMs': '2000' },
    },
    prints: [...block(1, '(south,30)'), ...block(2, '(south,30)'), ...block(3)],
  },
];
