import type { Description } from './describe.js';
import type { RunEvent } from './events.js';
import { plural } from './format.js';

type DirectStreamEvent = Extract<RunEvent, { readonly type: 'offsets.ranges' | 'offsets.queued' | 'offsets.commitSent' }>;

/** Says what a direct stream did with its offsets: `[from, until)` of each partition, and commits from being queued to being sent. */
export function describeDirectStream(event: DirectStreamEvent, say: (subject: string, text: string) => Description): Description {
  switch (event.type) {
    case 'offsets.ranges': {
      const records = event.ranges.reduce((sum, range) => sum + range.untilOffset - range.fromOffset, 0);
      const ranges = event.ranges.map((each) => `${each.topic}-${each.partition} [${each.fromOffset}, ${each.untilOffset})`);
      return say(`batch ${event.batchTime} ms`, `reads ${plural(records, 'offset')}: ${ranges.join(', ')}`);
    }
    case 'offsets.queued': {
      const of = event.batchTime === undefined ? '' : ` by batch ${event.batchTime} ms`;
      return say('commit', `queued${of}: ${offsets(event.offsets)}; it waits for the next batch`);
    }
    case 'offsets.commitSent':
      return say('commit', `sent with batch ${event.batchTime} ms: ${offsets(event.offsets)}`);
  }
}

const offsets = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([partition, offset]) => `${partition} up to ${offset}`)
    .join(', ');
