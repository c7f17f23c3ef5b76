import type { Case } from '../grading/Case.js';
import type { FirstFailure } from '../grading/Finding.js';

/** A case as lines: its script, or its calls as code. */
export function caseLines({ script, calls, settings = {} }: Case): string[] {
  if (calls !== undefined)
    return calls.map(({ name, args }) => `${name}(${args.map((each) => JSON.stringify(each)).join(', ')})`);
  const changed = Object.entries(settings).map(([key, value]) => `# ${key}=${value}`);
  return [...changed, ...(script ?? '').trimEnd().split('\n')];
}

/** The call of a failure, where it is one. */
export const callsText = ({ call }: FirstFailure): string => (call === undefined ? '' : ` (${call})`);
