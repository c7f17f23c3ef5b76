import type { ToolRecord } from '../ToolCluster.js';

/** How the console consumer prints: its `--property` words. */
export type FormatProperties = Readonly<Record<string, string>>;

/**
 * One record as `DefaultMessageFormatter` prints it: timestamp, partition, offset, headers, key and value, as far as they are asked for (KA-188).
 * Model: kafka 2.8.2 core tools/ConsoleConsumer.scala.
 */
export function formatRecord(record: ToolRecord, properties: FormatProperties): string {
  const prints = (what: string): boolean => properties[`print.${what}`]?.trim().toLowerCase() === 'true';
  const nullLiteral = properties['null.literal'] ?? 'null';
  const columns: string[] = [];
  if (prints('timestamp'))
    columns.push(record.timestampType === 'NoTimestampType' ? 'NO_TIMESTAMP' : `${record.timestampType}:${record.timestamp}`);
  if (prints('partition')) columns.push(`Partition:${record.partition}`);
  if (prints('offset')) columns.push(`Offset:${record.offset}`);
  if (prints('headers')) {
    const headers = record.headers.map(([name, value]) => `${name}:${value ?? nullLiteral}`);
    columns.push(headers.length === 0 ? 'NO_HEADERS' : headers.join(properties['headers.separator'] ?? ','));
  }
  if (prints('key')) columns.push(record.key ?? nullLiteral);
  if (properties['print.value'] === undefined || prints('value')) columns.push(record.value ?? nullLiteral);
  return columns.length === 0 ? '' : columns.join(properties['key.separator'] ?? '\t') + (properties['line.separator'] ?? '\n');
}
