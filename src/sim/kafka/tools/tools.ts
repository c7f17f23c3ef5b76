import { getOffsetShell } from './GetOffsetShell.js';
import { kafkaConsoleConsumer } from './kafkaConsoleConsumer.js';
import { kafkaConsoleProducer } from './kafkaConsoleProducer.js';
import { kafkaConsumerGroups } from './kafkaConsumerGroups.js';
import { kafkaTopics } from './kafkaTopics.js';
import type { Tool } from './Tool.js';

/** The command-line tools by the name of their scripts. */
export const tools: ReadonlyMap<string, Tool> = new Map([
  ['kafka-topics', kafkaTopics],
  ['kafka-console-producer', kafkaConsoleProducer],
  ['kafka-console-consumer', kafkaConsoleConsumer],
  ['kafka-consumer-groups', kafkaConsumerGroups],
  ['kafka-get-offsets', getOffsetShell],
]);
