import { expect, test } from 'vitest';
import { consumerConfig } from '../../../../src/sim/kafka/config/consumerConfig.js';
import { producerConfig } from '../../../../src/sim/kafka/config/producerConfig.js';
import { topicConfig } from '../../../../src/sim/kafka/config/topicConfig.js';

test('what is given wins, text is read as the type of its key, the rest are defaults', () => {
  const values = producerConfig.parse({ 'linger.ms': ' 5 ', 'enable.idempotence': 'TRUE', 'bootstrap.servers': 'a:1, b:2' });
  expect(values.get('linger.ms')).toBe(5);
  expect(values.get('enable.idempotence')).toBe(true);
  expect(values.get('bootstrap.servers')).toEqual(['a:1', 'b:2']);
  expect(values.get('acks')).toBe('1');
});

test.each([
  // The first three texts are recorded (session-single, api-misuse and topic-errors).
  [consumerConfig, 'auto.offset.reset', 'first', 'String must be one of: latest, earliest, none'],
  [producerConfig, 'acks', '2', 'String must be one of: all, -1, 0, 1'],
  [topicConfig, 'retention.ms', 'soon', 'Not a number of type LONG'],
  [topicConfig, 'retention.ms', '-2', 'Value must be at least -1'],
  [topicConfig, 'min.cleanable.dirty.ratio', '1.5', 'Value must be no more than 1'],
  [producerConfig, 'retries', '2147483648', 'Not a number of type INT'],
  [producerConfig, 'enable.idempotence', 'yes', 'Expected value to be either true or false'],
  [producerConfig, 'linger.ms', true, 'Expected value to be a 64-bit integer (long), but it was a java.lang.Boolean'],
] as const)('a value that cannot be is refused in Kafka’s words: %# %s', (config, name, value, problem) => {
  const message = `Invalid value ${value} for configuration ${name}: ${problem}`;
  expect(() => config.parse({ [name]: value })).toThrow(expect.objectContaining({ message }));
});
