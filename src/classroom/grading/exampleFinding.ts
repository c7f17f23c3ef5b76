import { ConsoleOutput } from '../../recording/index.js';
import type { Attempt } from './Attempt.js';
import type { Finding } from './Finding.js';
import { callText, fail, pass, resultText } from './findings.js';
import type { Example } from './HiddenTests.js';

/** Whether an example came out as it says. */
export function exampleFinding(example: Example, attempt: Attempt): Finding {
  if (example.returns !== undefined) {
    for (const [i, expected] of example.returns.entries()) {
      const result = attempt.results[i];
      if (result !== undefined && 'value' in result && JSON.stringify(result.value) === JSON.stringify(expected)) continue;
      return fail(`${callText(attempt, i)} gives ${resultText(result)}; it should be ${JSON.stringify(expected)}`, {
        expected: [JSON.stringify(expected)],
        actual: [resultText(result)],
      });
    }
    return pass;
  }
  if (attempt.problem !== undefined) return fail(`the program ended with an error: ${attempt.problem.split('\n')[0]}`);
  const printed = attempt.recording.project(ConsoleOutput.of).lines;
  const expected = example.prints ?? [];
  for (let i = 0; i < Math.max(printed.length, expected.length); i++) {
    const line = printed[i];
    if (line?.text === expected[i]) continue;
    const from = Math.max(0, i - 2);
    return fail(`line ${i + 1} of the output differs`, {
      expected: expected.slice(from, i + 3),
      actual: printed.slice(from, i + 3).map(({ text }) => text),
      ...(line === undefined ? {} : { seq: line.seq }),
    });
  }
  return pass;
}
