import type { RecordIterator } from '../RecordIterator.js';
import type { Origin, Provenance } from './Provenance.js';
import { AttributedIterator, textOf } from './records.js';

/** A slice of a collection. Records that came in otherwise (blocks, a file that was written) keep their origins; the others are input now. */
export function elements<T>(slice: readonly T[], rdd: number, partition: number, provenance: Provenance): RecordIterator<T> {
  let origins = provenance.of(slice);
  if (origins === undefined) {
    origins = slice.map((record, index) => provenance.element(rdd, partition, index, textOf(record)));
    provenance.attach(slice, origins);
  }
  return new AttributedIterator(slice, origins, provenance);
}

/** Records that were fetched from Kafka. */
export function fetchedRecords<T extends { readonly topic: string; readonly partition: number; readonly offset: number }>(
  records: readonly (T & { readonly value: unknown })[],
  provenance: Provenance,
): RecordIterator<T> {
  const origins = records.map(({ topic, partition, offset, value }) => provenance.kafka(topic, partition, offset, textOf(value)));
  return new AttributedIterator<T>(records, origins, provenance);
}

/** Lines of a file, from `first` on; of a file that the program wrote, the records that its lines were made of are known. */
export function fileLines(
  all: readonly string[],
  path: string,
  part: { readonly first: number; readonly lines: readonly string[] },
  provenance: Provenance,
): RecordIterator<string> {
  const origins = originsOfFile(all, path, provenance);
  return new AttributedIterator(part.lines, origins.slice(part.first, part.first + part.lines.length), provenance);
}

/** Of each line of a file. */
export function originsOfFile(lines: readonly string[], path: string, provenance: Provenance): readonly Origin[] {
  const known = provenance.of(lines);
  if (known !== undefined) return known;
  const origins = lines.map((text, index) => provenance.line(path, index + 1, text));
  provenance.attach(lines, origins);
  return origins;
}
