/** Names of what can go wrong with records; every message about a failure uses one of them (lesson-format.md, section 9). */
export const anomalies = [
  'lost',
  'duplicated',
  'reordered',
  'skipped by position',
  'committed ahead of output',
  'never read',
  'stale result',
] as const;
export type Anomaly = (typeof anomalies)[number];

/** What each of them means, in one sentence. */
export const anomalyMeanings: Readonly<Record<Anomaly, string>> = {
  lost: 'It was read, and no output that should show it does.',
  duplicated: 'An output shows it more often than without faults.',
  reordered: 'It was read before another record, and shown in a later batch than that one.',
  'skipped by position': 'The position to read from moved past it before it was read.',
  'committed ahead of output': 'Its offset was committed before any output showed it.',
  'never read': 'It was sent, and nothing ever read it.',
  'stale result': 'An output was written again with less in it than before.',
};
