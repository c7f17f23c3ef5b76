import { expect, test } from 'vitest';
import { withoutFaults } from '../../../src/sim/fault/withoutFaults.js';

test('input stays as it was written, faults go', () => {
  const script = `# a comment
@0.5s nc :9999 > a b
@1s nc :9999 close
@0s driver crash after=console.line nth=3
@2s driver restart
@2s link driver-nc cut for=1s
@3s file /in/1 > x
@4s run end
`;
  expect(withoutFaults(script)).toBe('# a comment\n@0.5s nc :9999 > a b\n@3s file /in/1 > x\n@4s run end\n');
});
