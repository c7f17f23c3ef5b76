import { expect, test } from 'vitest';
import { soak } from './soak.js';

test('sixty random fault plans, each twice: the same bytes, no exception, an end with a reason, nothing lost that can be read again', () => {
  const { mismatches, exceptions, unexplained, lost, faults } = soak(60);
  expect({ mismatches, exceptions, unexplained, lost }).toEqual({ mismatches: [], exceptions: [], unexplained: [], lost: [] });
  // A soak in which nothing breaks proves nothing.
  for (const type of ['host.crashed', 'link.cut', 'executor.removed', 'task.failed'])
    expect(faults.get(type) ?? 0, type).toBeGreaterThan(0);
});
