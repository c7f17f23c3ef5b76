import { awaiting, type Process } from '../../../src/engine/ports/Process.js';
import { SparkConf } from '../../../src/engine/rdd/index.js';
import { StreamingContext } from '../../../src/engine/StreamingContext.js';
import type { ReceiverInfo } from '../../../src/engine/scheduler/StreamingListener.js';
import { Seconds } from '../../../src/engine/time/index.js';
import { World } from '../../../src/sim/World.js';
import type { CaseRunner } from './outcome.js';
import { withPlaceholders } from './placeholders.js';
import type { Json } from './values.js';

/** What the server of each run did, as the name of the run says it; pauses as in the recording, 0.3 to 1.5 s. */
const servers: Readonly<Record<string, string>> = {
  'half a line is held until its end arrives': '@0.5s nc :9999 bytes "hel"\n@1.5s nc :9999 bytes "lo\\n"\n',
  'half a line, then the server closes': '@0.5s nc :9999 bytes "one\\ntwo"\n@0.9s nc :9999 close\n@2.5s nc :9999 > three\n',
  'CRLF, empty lines, multibyte in two writes':
    '@0.5s nc :9999 bytes "a\\r\\n\\r\\nb\\n\\n"\n@1s nc :9999 bytes "é"\n@1.4s nc :9999 bytes "日\\n"\n',
  'server closes at once, default delay': '@0.1s nc :9999 close\n@3s nc :9999 > back\n',
};

/** `socketTextStream` against a server (recordings/runtime/README.md, "Runs in real time"). Recordings end where they stopped agreeing: a beginning is compared. */
export const runSocketCase: CaseRunner = (recorded) => {
  const { name, lines, receiverEvents, receiverLog } = recorded as unknown as {
    readonly name: string;
    readonly lines: readonly string[];
    readonly receiverEvents: readonly Json[];
    readonly receiverLog: readonly Json[];
  };
  const nobody = name.startsWith('nobody listens');
  const script = servers[name] ?? (nobody ? '' : undefined);
  if (script === undefined) throw new Error(`what the server does in "${name}" is not known`);
  // The delay stands in the recorded texts.
  const delay = /restart delay (\d+)|delay (\d+)ms/.exec(`${name} ${JSON.stringify(receiverEvents)}`);
  const delayMs = delay?.[1] ?? delay?.[2] ?? '2000';
  const received: string[] = [];
  const events: Json[] = [];
  const log: Json[] = [];
  const world = new World({
    program: function* (): Process<void> {
      const conf = new SparkConf()
        .setMaster('local[3]')
        .setAppName('conformance')
        .set('spark.streaming.receiverRestartDelay', delayMs);
      const context = new StreamingContext(conf, Seconds(1));
      context.socketTextStream('localhost', 9999).foreachRDD(function* (rdd) {
        received.push(...(yield* rdd.collect()));
      });
      const note =
        (event: string) =>
        ({ name, active, lastErrorMessage, lastError }: ReceiverInfo) =>
          events.push({ event, name, active, lastErrorMessage, lastError });
      context.addStreamingListener({
        onReceiverStarted: note('receiverStarted'),
        onReceiverStopped: note('receiverStopped'),
        onReceiverError: note('receiverError'),
      });
      context.start();
      yield* context.awaitTerminationOrTimeout(7000);
      yield* context.stop(false);
      yield* awaiting({ reason: 'the end of the case', begin: () => () => {} });
    },
    script,
    settings: { until: '20s' },
    trace: 'off',
  });
  world.onLogLine = (level, logger, message) => {
    if (logger === 'ReceiverSupervisorImpl' || logger === 'SocketReceiver') log.push({ level, logger, message });
  };
  world.run();
  if (world.error !== undefined) throw world.error;
  const actual = {
    lines: received,
    receiverEvents: withPlaceholders(receiverEvents, events.slice(0, receiverEvents.length)),
    receiverLog: withPlaceholders(receiverLog, log.slice(0, receiverLog.length)),
  };
  return { expected: { lines, receiverEvents, receiverLog }, actual };
};
