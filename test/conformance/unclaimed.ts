/** Recorded files that do not agree fully yet. This list only ever shrinks: a file that agrees is taken out and stays out. */
export const unclaimed: readonly (string | RegExp)[] = [];

export const isClaimed = (name: string): boolean =>
  !unclaimed.some((each) => (typeof each === 'string' ? each === name : each.test(name)));
