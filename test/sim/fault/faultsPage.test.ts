import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsPage } from '../../../src/sim/fault/faultsPage.js';

test('docs/faults.md is what the definitions say; npm run docs writes it', () => {
  const page = readFileSync(new URL('../../../docs/faults.md', import.meta.url), 'utf8');
  expect(page).toBe(faultsPage());
});
