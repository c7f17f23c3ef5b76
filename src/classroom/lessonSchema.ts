import * as z from 'zod/mini';
import { panelIds, stageKinds } from '../recording/index.js';
import { questionTypes } from './question/Question.js';

const text = z.string().check(z.minLength(1, 'expected a text that is not empty'));
const id = z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, 'expected a name in lower case, such as first-late'));
const texts = z._default(z.array(text), []);

/** `lesson.json` (lesson-format.md, section 3). */
export const lessonSchema = z.strictObject({
  formatVersion: z.literal(1),
  id,
  status: z.enum(['wip', 'beta', 'active', 'deprecated']),
  chapter: text,
  minutes: z.number(),
  prerequisites: z._default(z.array(id), []),
  misconception: z.strictObject({ tag: id, sentence: text }),
  objectives: texts,
  outOfScope: texts,
  introduces: texts,
  stage: z.optional(z.enum(stageKinds)),
  seed: text,
  config: z._default(z.record(text, z.union([z.string(), z.number(), z.boolean()])), {}),
  forbids: z._default(z.array(z.strictObject({ name: text, why: text })), []),
  fidelity: z.enum(['recorded', 'model']),
  differences: texts,
  refs: texts,
});

const value = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.union([
  value,
  z.strictObject({
    gt: z.optional(z.number()),
    gte: z.optional(z.number()),
    lt: z.optional(z.number()),
    ne: z.optional(z.union([z.string(), z.number()])),
  }),
]);
const pattern = { event: text, where: z.optional(z.record(text, condition)) };
const extract = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('printed'), batch: z.number(), output: z.optional(z.number()) }),
  z.strictObject({ of: z.literal('field'), ...pattern, field: text, nth: z.optional(z.number()) }),
  z.strictObject({ of: z.literal('count'), ...pattern }),
  z.strictObject({ of: z.literal('values'), ...pattern, field: text }),
]);

/** `steps.json` (lesson-format.md, sections 5 and 6). */
export const stepsSchema = z.strictObject({
  formatVersion: z.literal(1),
  stops: z
    .array(
      z.strictObject({
        id,
        at: z.strictObject({ ...pattern, nth: z.optional(z.number()) }),
        focus: z.optional(z.enum([...panelIds, ...stageKinds])),
        mark: z.optional(z.array(text)),
        say: z.optional(id),
        ask: z.optional(id),
      }),
    )
    .check(z.minLength(1, 'expected at least one stop')),
  /** The stop at which the misconception and the truth differ on screen. */
  differs: z.optional(id),
  questions: z._default(
    z.array(
      z.strictObject({
        id,
        type: z.enum(questionTypes),
        text: id,
        answer: extract,
        wrong: z
          .array(
            z.strictObject({
              file: text,
              tag: id,
              answer: z.optional(extract),
              settings: z.optional(z.record(text, z.string())),
            }),
          )
          .check(z.minLength(1, 'expected at least one wrong program')),
      }),
    ),
    [],
  ),
});
