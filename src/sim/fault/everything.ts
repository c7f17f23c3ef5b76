import type { WorldShape } from './FaultKind.js';

/** A world in which every kind of fault can strike. */
export const everything: WorldShape = {
  executors: ['0', '1'],
  links: ['driver-nc'],
  ports: [9999],
  brokers: [1],
  stores: ['mysql'],
  untilUs: 10_000_000,
};
