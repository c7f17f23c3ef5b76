import * as z from 'zod/mini';
import { anomalies } from '../../recording/index.js';
import { faultKinds } from '../../sim/fault/vocabulary.js';

const text = z.string().check(z.minLength(1, 'expected a text that is not empty'));
const file = z.string().check(z.regex(/^(?!.*\.\.)[\w./-]+$/, 'expected a file of the lesson, such as program.ts'));
const number = z.number().check(z.int(), z.positive());

/** `experiments/*.json` (lesson-format.md, section 7). Files are relative to the lesson's folder. */
export const experimentSchema = z.strictObject({
  formatVersion: z.literal(1),
  title: text,
  says: text,
  program: z._default(file, 'program.ts'),
  repaired: file,
  script: z._default(file, 'input.script'),
  config: z.optional(z.record(text, z.union([z.string(), z.number(), z.boolean()]))),
  check: z.enum(anomalies),
  records: z.optional(number),
  budget: number,
  kinds: z.array(z.enum(faultKinds.map(({ id }) => id))).check(z.minLength(1, 'expected at least one kind of fault')),
  best: z.array(text).check(z.minLength(1, 'expected the lines of the best script')),
});
