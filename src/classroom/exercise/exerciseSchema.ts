import * as z from 'zod/mini';
import { anomalies } from '../../recording/index.js';

const id = z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, 'expected a name in lower case, such as counts-per-batch'));
const text = z.string().check(z.minLength(1, 'expected a text that is not empty'));
const count = z.number().check(z.int(), z.nonnegative());

/** `exercise.json` (lesson-format.md, section 8). */
export const exerciseSchema = z.strictObject({
  formatVersion: z.literal(1),
  title: text,
  kind: z.enum(['program', 'functions']),
  file: z.string().check(z.regex(/^[\w-]+\.ts$/, 'expected the name of a TypeScript file')),
  tasks: z.array(z.strictObject({ id, says: text })).check(z.minLength(1, 'expected at least one task')),
  properties: z
    .array(
      z.strictObject({
        id,
        points: count,
        says: text,
        anomaly: z.optional(z.enum(anomalies)),
        needs: z.optional(text),
      }),
    )
    .check(z.minLength(1, 'expected at least one property')),
  budget: z._default(
    z.strictObject({
      activations: z._default(count, 2_000_000),
      wallMs: z._default(count, 20_000),
      memoryMb: z._default(count, 256),
    }),
    { activations: 2_000_000, wallMs: 20_000, memoryMb: 256 },
  ),
  seeds: z.strictObject({
    visible: z.array(text),
    practice: z._default(count, 20),
    final: z._default(count, 50),
  }),
  disclose: z._default(z.enum(['none', 'property', 'seed', 'trace']), 'trace'),
  forbids: z._default(z.array(z.strictObject({ name: text, why: text })), []),
  mutants: z.array(
    z.strictObject({
      file: z.string().check(z.regex(/^[\w-]+\.ts$/, 'expected the name of a TypeScript file')),
      fails: z.array(id).check(z.minLength(1, 'expected the property that it must fail')),
      mayFail: z._default(z.array(id), []),
    }),
  ),
});
