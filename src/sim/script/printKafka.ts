import type { KafkaCommand } from './KafkaCommand.js';
import { printTime } from './printTime.js';

/** A Kafka command as its line writes it. @param repeat `every=` and what else says when; it stands where the line may have it */
export function printKafka(command: KafkaCommand, repeat: readonly string[]): string {
  const settings = 'settings' in command ? Object.entries(command.settings).map(([name, value]) => `${name}=${value}`) : [];
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`${name}=${value}`];
  switch (command.what) {
    case 'topic': {
      const sizes = [...option('partitions', command.partitions), ...option('replicas', command.replicas)];
      return ['kafka topic', command.topic, ...sizes, ...settings, ...repeat].join(' ');
    }
    case 'record': {
      const where = [...option('key', command.key), ...option('partition', command.partition)];
      return ['kafka', command.topic, ...repeat, 'put', ...where, ...option('value', command.value)].join(' ');
    }
    case 'broker': {
      const lasting = command.verb === 'pause' ? [`for=${printTime(command.forUs)}`] : [];
      return ['kafka broker', command.id, command.verb, ...lasting, ...repeat].join(' ');
    }
    case 'tool': {
      const input = command.stdin === undefined ? [] : ['<', command.stdin.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')];
      return ['kafka tool', ...repeat, command.tool, ...command.args.map(quoted), ...input].join(' ');
    }
    default:
      if (command.verb !== 'start') return ['kafka', command.what, command.name, command.verb, ...repeat].join(' ');
      if (command.what === 'consumer') {
        const reads = [`group=${command.group}`, `topics=${command.topics.join(',')}`];
        return ['kafka consumer', command.name, ...reads, ...settings, ...repeat].join(' ');
      }
      return [
        'kafka producer',
        command.name,
        command.topic,
        `rate=${command.recordsPerSec}/s`,
        ...option('keys', command.keys),
        ...option('skew', command.skew),
        ...option('records', command.records),
        ...settings,
        ...repeat,
      ].join(' ');
  }
}

/** A word as a shell would have to be given it. */
const quoted = (word: string): string => (/^[^\s'"<]+$/.test(word) ? word : `'${word.replace(/'/g, `'"'"'`)}'`);
