import type { FaultKind, FaultParameter } from './FaultKind.js';

const second = 1_000_000;
const lasting = (meaning: string, usual = 2 * second, max = 8 * second): FaultParameter => ({
  name: 'for',
  unit: 'us',
  min: second / 10,
  max,
  usual,
  meaning,
});
const down = (meaning: string): FaultParameter => ({ ...lasting(meaning, 3 * second), name: 'down' });

/** Every kind of fault that a script can cause, in the order in which the documentation lists them. */
export const faultKinds: readonly FaultKind[] = [
  {
    id: 'driver-crash',
    title: 'The driver crashes and is started again',
    happens:
      'The driver process ends between two instructions. Its memory is gone, and so are its connections. After a while the program is started again from its first line.',
    answer:
      'A program that uses StreamingContext.getOrCreate goes on from its checkpoint: batches of the down time are run at once, the batch of the checkpoint once more (spec/spark-streaming, recovery; curriculum L14). Any other begins anew.',
    parameters: [down('From the crash to the restart.')],
    weight: 4,
    targets: () => ['driver'],
    verb: () => 'crash',
    followUp: { afterParameter: 'down', verb: 'restart' },
  },
  {
    id: 'link-cut',
    title: 'A link is cut for a while',
    happens:
      'Two hosts do not hear each other for a while. What was sent waits and arrives, late and in order, when the link is whole again.',
    answer: 'A receiver notices nothing but silence; requests time out; a lost heartbeat makes the driver give up an executor.',
    parameters: [lasting('How long the link stays cut.')],
    weight: 3,
    targets: ({ links }) => links.map((link) => `link ${link}`),
    verb: (value) => `cut for=${value('for')}`,
  },
  {
    id: 'source-closes',
    title: 'The source closes its connection',
    happens: 'The nc on a port ends its connection and goes on listening.',
    answer:
      'The receiver stops with "Socket data stream had no more data" and connects again after 2000 ms (conformance/runtime, socket-runs).',
    parameters: [],
    weight: 2,
    targets: ({ ports }) => ports.map((port) => `nc :${port}`),
    verb: () => 'close',
  },
  {
    id: 'source-stops',
    title: 'The source stops, and listens again later',
    happens: 'The nc on a port ends: its connection is closed, and new ones are refused until it listens again.',
    answer:
      'The receiver tries again every 2000 ms, for ever: "Error connecting to localhost:9999" (conformance/runtime, socket-runs).',
    parameters: [down('From its end until it listens again.')],
    weight: 1,
    targets: ({ ports }) => ports.map((port) => `nc :${port}`),
    verb: () => 'stop',
    followUp: { afterParameter: 'down', verb: 'listen' },
  },
];

/** The kind called `id`. @throws {RangeError} when there is none */
export function faultKind(id: string): FaultKind {
  const kind = faultKinds.find((each) => each.id === id);
  if (kind === undefined)
    throw new RangeError(`There is no fault "${id}"; there are ${faultKinds.map((each) => each.id).join(', ')}.`);
  return kind;
}
