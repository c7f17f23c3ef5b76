import type { Console } from '../ports/Console.js';
import type { ClientConfig } from '../ports/KafkaClient.js';

const LEAST_RECEIVE_BUFFER = 65536;

/**
 * The parameters of executors: they read the ranges that the driver gave them and neither commit nor look for another position (SS-1103).
 * Model: apache/spark 3.2.1 external/kafka-0-10/.../KafkaUtils.scala `fixKafkaParams`.
 */
export function executorParams(given: ClientConfig, console: Console): ClientConfig {
  const log = (level: 'WARN' | 'ERROR', message: string): void => console.log(level, 'KafkaUtils', message);
  log('WARN', 'overriding enable.auto.commit to false for executor');
  log('WARN', 'overriding auto.offset.reset to none for executor');
  const group = given['group.id'];
  if (group === undefined || group === null) log('ERROR', 'group.id is null, you should probably set it');
  const executorGroup = `spark-executor-${group ?? 'null'}`;
  log('WARN', `overriding executor group.id to ${executorGroup}`);
  const fixed: Record<string, unknown> = {
    ...given,
    'enable.auto.commit': false,
    'auto.offset.reset': 'none',
    'group.id': executorGroup,
  };
  const buffer = given['receive.buffer.bytes'];
  if (buffer === undefined || buffer === null || Number(buffer) < LEAST_RECEIVE_BUFFER) {
    log('WARN', `overriding receive.buffer.bytes to ${LEAST_RECEIVE_BUFFER} see KAFKA-3135`);
    fixed['receive.buffer.bytes'] = LEAST_RECEIVE_BUFFER;
  }
  return fixed;
}
