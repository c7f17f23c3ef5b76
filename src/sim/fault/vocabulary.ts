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
    id: 'executor-crash',
    title: 'An executor crashes',
    happens:
      'The executor process ends between two instructions: its tasks, its cached blocks, its shuffle files and the buffers of its receivers are gone. Its worker starts another one, under the next id, after a few seconds.',
    answer:
      'The driver learns of it at once ("Remote RPC client disassociated"), counts a failure of each task that ran there, and runs again what was lost (conformance/cluster, executor-loss-*).',
    parameters: [],
    weight: 4,
    targets: ({ executors }) => executors.map((id) => `executor ${id}`),
    verb: () => 'crash',
  },
  {
    id: 'executor-pause',
    title: 'An executor stands still',
    happens: 'Nothing moves on the executor for a while, as in a long garbage collection; then it goes on where it was.',
    answer:
      'Its tasks take longer. Silence for longer than spark.network.timeout makes the driver give it up (spec/spark-core, heartbeats).',
    parameters: [lasting('How long it stands still.', 3 * second, 200 * second)],
    weight: 2,
    targets: ({ executors }) => executors.map((id) => `executor ${id}`),
    verb: (value) => `pause for=${value('for')}`,
  },
  {
    id: 'executor-slow',
    title: 'An executor is slow',
    happens: 'Work on the executor takes several times as long for a while.',
    answer:
      'The batch waits for its slowest task, unless spark.speculation has a copy of it run elsewhere (conformance/cluster, speculation).',
    parameters: [
      { name: 'x', unit: 'factor', min: 1.5, max: 20, usual: 4, meaning: 'How many times as long work takes.' },
      lasting('How long it is slow.', 5 * second, 20 * second),
    ],
    weight: 2,
    targets: ({ executors }) => executors.map((id) => `executor ${id}`),
    verb: (value) => `slow x=${value('x')} for=${value('for')}`,
  },
  {
    id: 'executor-disk-full',
    title: 'The disk of an executor is full',
    happens: 'Nothing more can be written to the disk of the executor for a while: no shuffle file, no block.',
    answer: 'Tasks that write there fail and are tried again, there or elsewhere, up to spark.task.maxFailures times.',
    parameters: [lasting('How long the disk stays full.', 3 * second)],
    weight: 1,
    targets: ({ executors }) => executors.map((id) => `executor ${id}`),
    verb: (value) => `disk-full for=${value('for')}`,
  },
  {
    id: 'executor-memory-full',
    title: 'The memory of an executor is full',
    happens: 'No block can be kept in the memory of the executor for a while.',
    answer: 'What was to be kept in memory only is computed again whenever it is needed; levels with a disk use that.',
    parameters: [lasting('How long the memory stays full.', 3 * second)],
    weight: 1,
    targets: ({ executors }) => executors.map((id) => `executor ${id}`),
    verb: (value) => `memory-full for=${value('for')}`,
  },
  {
    id: 'worker-crash',
    title: 'A worker is lost',
    happens: 'The machine is gone with its executor; no other is started there until the machine is back.',
    answer: 'As for an executor, with fewer cores from then on. Without any executor jobs wait, with no error.',
    parameters: [down('From the loss until the machine is back.')],
    weight: 1,
    targets: ({ executors }) => executors.map((_, number) => `worker ${number}`),
    verb: () => 'crash',
    followUp: { afterParameter: 'down', verb: 'restart' },
  },
  {
    id: 'driver-pause',
    title: 'The driver stands still',
    happens: 'Nothing moves on the driver for a while: no batch is made, no task started; timers fire when it goes on.',
    answer:
      'The batches of that time are made at once when it goes on, and run one after the other (spec/spark-streaming, recurring timer).',
    parameters: [lasting('How long it stands still.')],
    weight: 2,
    targets: () => ['driver'],
    verb: (value) => `pause for=${value('for')}`,
  },
  {
    id: 'driver-slow',
    title: 'The driver is slow',
    happens: 'Work on the driver takes several times as long for a while; in local mode that is all work.',
    answer: 'Batches take longer and queue up.',
    parameters: [
      { name: 'x', unit: 'factor', min: 1.5, max: 20, usual: 4, meaning: 'How many times as long work takes.' },
      lasting('How long it is slow.', 5 * second, 20 * second),
    ],
    weight: 1,
    targets: () => ['driver'],
    verb: (value) => `slow x=${value('x')} for=${value('for')}`,
  },
  {
    id: 'broker-crash',
    title: 'A Kafka broker crashes and is started again',
    happens:
      'The broker process ends between two instructions, and nobody is told. Its disk stays; the high watermarks go back to their last checkpoint.',
    answer:
      'Its connections end at once; ZooKeeper notices after zookeeper.session.timeout.ms, and only then other replicas lead. Until then producers and consumers of what it led wait (spec/kafka, KA-033 to KA-042).',
    parameters: [{ ...down('From the crash to the start.'), usual: 20 * second, max: 60 * second }],
    weight: 2,
    targets: ({ brokers }) => brokers.map((id) => `kafka broker ${id}`),
    verb: () => 'crash',
    followUp: { afterParameter: 'down', verb: 'start' },
  },
  {
    id: 'broker-pause',
    title: 'A Kafka broker stands still',
    happens: 'Nothing moves on the broker for a while, as in a long garbage collection; then it goes on where it was.',
    answer:
      'Requests are answered late or time out and are sent again: without idempotence that appends records twice. A leader whose followers stood still takes them out of the in-sync replicas.',
    parameters: [lasting('How long it stands still.', 5 * second, 60 * second)],
    weight: 2,
    targets: ({ brokers }) => brokers.map((id) => `kafka broker ${id}`),
    verb: (value) => `pause for=${value('for')}`,
  },
  {
    id: 'store-crash',
    title: 'A store crashes and is started again',
    happens:
      'The server of a store ends between two instructions. Open transactions are gone; what it had not synced may be too.',
    answer:
      'Clients get an error. Whether a write that was not answered took effect is not known: a commit whose answer was lost may stand.',
    parameters: [down('From the crash to the restart.')],
    weight: 2,
    targets: ({ stores }) => stores,
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
