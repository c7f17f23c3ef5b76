import type { Description } from './describe.js';
import { assertNever, type RunEvent } from './events.js';
import { plural } from './format.js';

/** The events of the simulated Kafka. */
export type KafkaEvent = Extract<
  RunEvent,
  {
    readonly type:
      | `broker.${string}`
      | `topic.${string}`
      | 'leader.elected'
      | 'isr.changed'
      | 'record.produced'
      | 'record.appended'
      | 'record.fetched'
      | 'highWatermark.moved'
      | 'logStart.moved'
      | 'log.truncated'
      | 'position.moved'
      | 'offsets.committed'
      | 'offsets.removed'
      | 'group.changed'
      | 'transaction.changed'
      | 'produce.failed';
  }
>;

/** Says what an event of Kafka means; offsets are those of the first record and of the last. */
export function describeKafka(event: KafkaEvent, say: (subject: string, text: string) => Description): Description {
  const of = (each: { readonly topic: string; readonly partition: number }): string => `${each.topic}-${each.partition}`;
  const span = (from: number, until: number): string =>
    until - from === 1 ? `offset ${from}` : `offsets ${from} to ${until - 1}`;
  switch (event.type) {
    case 'broker.started':
      return say(`broker ${event.broker}`, event.incarnation === 1 ? 'started' : 'started again');
    case 'broker.stopped':
      return say(
        `broker ${event.broker}`,
        event.how === 'crashed' ? 'crashed' : event.how === 'controlled' ? 'shut down' : 'stopped',
      );
    case 'topic.created':
      return say(
        `topic ${event.topic}`,
        `created with ${plural(event.partitions, 'partition')}, replication ${event.replication}`,
      );
    case 'topic.deleted':
      return say(`topic ${event.topic}`, 'deleted');
    case 'leader.elected': {
      const who = event.leader < 0 ? 'no leader' : `led by broker ${event.leader}`;
      const unclean = event.unclean ? ': an unclean election, records are lost' : '';
      return say(of(event), `${who} in epoch ${event.leaderEpoch}, in sync ${event.isr.join(', ')}${unclean}`);
    }
    case 'isr.changed':
      return say(of(event), `in sync are ${event.isr.join(', ')}`);
    case 'record.produced':
      return say(event.client, `sends ${plural(event.records, 'record')} to ${of(event)}`);
    case 'record.appended': {
      const what =
        event.marker === undefined ? span(event.fromOffset, event.untilOffset) : `${event.marker} marker at ${event.fromOffset}`;
      return say(of(event), `${what} appended`);
    }
    case 'record.fetched':
      return say(
        event.client,
        `gets ${plural(event.records, 'record')} of ${of(event)}, ${span(event.fromOffset, event.untilOffset)}`,
      );
    case 'highWatermark.moved':
      return say(of(event), `high watermark ${event.offset}`);
    case 'logStart.moved':
      return say(of(event), `starts at offset ${event.offset} now`);
    case 'log.truncated':
      return say(of(event), `${event.host} cut its log off at offset ${event.offset}`);
    case 'position.moved':
      return say(event.client, `reads ${of(event)} on from offset ${event.offset}`);
    case 'offsets.committed': {
      const offsets = Object.entries(event.offsets).map(([name, offset]) => `${name} at ${offset}`);
      return say(`group ${event.group}`, `committed ${offsets.join(', ')}${event.transactional ? ', with a transaction' : ''}`);
    }
    case 'offsets.removed':
      return say(`group ${event.group}`, `has no offsets of ${event.partitions.join(', ')} any more`);
    case 'group.changed':
      return say(`group ${event.group}`, `${event.state}, generation ${event.generation}: ${event.reason}`);
    case 'transaction.changed':
      return say(`transaction ${event.transactionalId}`, `${event.state}, epoch ${event.epoch}`);
    case 'produce.failed':
      return say(event.client, `${plural(event.records, 'record')} for ${of(event)} failed: ${event.error}`);
    default:
      return assertNever(event);
  }
}
