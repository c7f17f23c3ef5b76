import type { Assignor } from './Assignor.js';
import { CooperativeStickyAssignor } from './CooperativeStickyAssignor.js';
import { RangeAssignor } from './RangeAssignor.js';
import { RoundRobinAssignor } from './RoundRobinAssignor.js';
import { StickyAssignor } from './StickyAssignor.js';

const PACKAGE = 'org.apache.kafka.clients.consumer';

/** The assignors that `partition.assignment.strategy` may name, by the full name of their Java class. */
export const assignors: ReadonlyMap<string, new () => Assignor> = new Map<string, new () => Assignor>([
  [`${PACKAGE}.RangeAssignor`, RangeAssignor],
  [`${PACKAGE}.RoundRobinAssignor`, RoundRobinAssignor],
  [`${PACKAGE}.StickyAssignor`, StickyAssignor],
  [`${PACKAGE}.CooperativeStickyAssignor`, CooperativeStickyAssignor],
]);

export type { Assignment, Assignor, Subscription, UserData } from './Assignor.js';
