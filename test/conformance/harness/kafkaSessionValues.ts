import { BatchwiseError } from '../../../src/engine/errors.js';
import { OffsetAndMetadata } from '../../../src/engine/kafka/OffsetAndMetadata.js';
import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import type { Json } from './values.js';

/** What a call threw, as the sessions write it. */
export function sessionError(error: unknown): Json {
  const cause = error instanceof Error ? error.cause : undefined;
  return { ...named(error), ...(cause instanceof BatchwiseError ? { cause: named(cause) } : {}) };
}

function named(error: unknown): { readonly class: string; readonly message: string } {
  if (error instanceof BatchwiseError) return { class: error.javaClass ?? error.name, message: error.message };
  return { class: 'Error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** Offsets of a step: a number, or number and metadata. */
export const parseOffsets = (
  offsets: Readonly<Record<string, number | readonly [number, string]>>,
): Map<TopicPartition, OffsetAndMetadata> =>
  new Map(
    Object.entries(offsets).map(([name, value]) => [
      TopicPartition.parse(name),
      typeof value === 'number' ? new OffsetAndMetadata(value) : new OffsetAndMetadata(value[0], value[1]),
    ]),
  );

export function offsetsJson(offsets: Iterable<readonly [TopicPartition | string, OffsetAndMetadata | undefined]>): Json {
  return Object.fromEntries(
    [...offsets].map(([partition, each]) => {
      const shown = each === undefined ? null : each.metadata === '' ? each.offset : [each.offset, each.metadata];
      return [String(partition), shown];
    }),
  );
}

/** With the places masked that the recordings mask. */
export function masked(value: Json): Json {
  const text = JSON.stringify(value)
    .replace(/producerId=\d+/g, 'producerId=<pid>')
    .replace(/:\d+ ms has passed since batch creation/g, ':<ms> ms has passed since batch creation')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>');
  return JSON.parse(text) as Json;
}
