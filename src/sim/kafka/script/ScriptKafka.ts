import { ProducerRecord } from '../../../engine/kafka/ProducerRecord.js';
import type { Producer } from '../../../engine/ports/KafkaClient.js';
import { awaiting, type Process } from '../../../engine/ports/Process.js';
import { pause } from '../../cluster/performHostCommand.js';
import type { Draws } from '../../kernel/draws.js';
import type { Kernel, Owner } from '../../kernel/Kernel.js';
import { SimHost } from '../../kernel/SimHost.js';
import type { KafkaCommand } from '../../script/KafkaCommand.js';
import { KafkaAdmin } from '../admin/KafkaAdmin.js';
import type { SimKafka } from '../SimKafka.js';
import { translateOldFlags } from '../tools/oldFlags.js';
import { startTool } from '../tools/startTool.js';
import type { Tool } from '../tools/Tool.js';
import { tools } from '../tools/tools.js';
import { filled, keyDrawer } from './templates.js';

type Command<What extends KafkaCommand['what'], Verb extends string = string> = Extract<
  KafkaCommand,
  { readonly what: What; readonly verb: Verb }
>;

const POLL_MS = 100;

/** A client that a line has started. */
interface Client {
  readonly host: SimHost;
  isClosing: boolean;
  /** A consumer that has no partitions yet: its group is about to give it some. */
  isWaiting: () => boolean;
}

/**
 * What the script's `kafka` lines do. Clients run on hosts of their own, named after them; what a consumer reads and what a tool prints are
 * lines of those hosts' consoles, and what Kafka answers to a mistake is an error in their logs.
 */
export class ScriptKafka {
  private readonly clients = new Map<string, Client>();
  private readonly incarnations = new Map<string, number>();
  /** How often each line was carried out. */
  private readonly rounds = new Map<KafkaCommand, number>();
  private puts: { readonly host: SimHost; readonly producer: Producer<string, string> } | undefined;
  /** What will end by itself: records that were put, topics, producers with a number of records. */
  private underWay = 0;
  /** Topics that Kafka is being asked for. Who writes the script waits for the answer before using them: clients begin after it. */
  private creating = 0;
  private readonly waiting: (() => void)[] = [];
  /** When the last record was sent or read, or a tool wrote something; in virtual microseconds. */
  private lastActivityUs: number;

  constructor(
    private readonly kernel: Kernel,
    private readonly kafka: SimKafka,
    private readonly draws: Draws,
    private readonly operator: Owner,
  ) {
    this.lastActivityUs = kernel.now;
  }

  /** Whether nothing has been going on here for `us` microseconds, and nothing that ends by itself is under way. */
  isQuietFor(us: number): boolean {
    if (this.underWay > 0 || this.kernel.now - this.lastActivityUs < us) return false;
    for (const { host, isWaiting } of this.clients.values()) if (host.alive && isWaiting()) return false;
    return true;
  }

  /** Does what a line says. @returns why nothing happened; undefined when it did */
  perform(command: KafkaCommand): string | undefined {
    this.lastActivityUs = this.kernel.now;
    const needsTopics = command.what === 'record' || command.what === 'tool' || command.verb === 'start';
    if (needsTopics && command.what !== 'broker' && this.creating > 0) {
      this.waiting.push(() => this.begin(command));
      return undefined;
    }
    return this.begin(command);
  }

  private begin(command: KafkaCommand): string | undefined {
    switch (command.what) {
      case 'topic':
        this.createTopic(command);
        return undefined;
      case 'record':
        this.put(command);
        return undefined;
      case 'broker':
        return this.broker(command);
      case 'tool':
        return this.tool(command);
      default:
        if (command.verb !== 'start') return this.end(command);
        if (this.clients.get(nameOf(command))?.host.alive) return `${nameOf(command)} is running`;
        return command.what === 'producer' ? this.produce(command) : this.consume(command);
    }
  }

  private createTopic({ topic, partitions = -1, replicas = -1, settings }: Command<'topic'>): void {
    const host = this.newHost('admin');
    const admin = new KafkaAdmin(this.kafka.cluster, host);
    const create = admin.createTopic({ topic, partitions, replication: replicas, configs: settings });
    this.creating++;
    this.run(host, `create topic ${topic}`, create, () => {
      this.creating--;
      for (const begin of this.creating > 0 ? [] : this.waiting.splice(0)) begin();
      host.crash();
    });
  }

  private put(command: Command<'record'>): void {
    const n = this.rounds.get(command) ?? 0;
    this.rounds.set(command, n + 1);
    if (this.puts === undefined) {
      const host = this.newHost('producer');
      this.puts = { host, producer: this.kafka.createProducer(host, { 'client.id': 'script' }) };
    }
    const { host, producer } = this.puts;
    const record = new ProducerRecord(command.topic, filled(command.key, n), filled(command.value, n), {
      ...(command.partition === undefined ? {} : { partition: command.partition }),
    });
    function* send(): Process<void> {
      const future = yield* producer.send(record);
      yield* future.get();
    }
    this.run(host, `put to ${command.topic}`, send());
  }

  private produce(command: Command<'producer', 'start'>): undefined {
    const { name, topic, recordsPerSec, keys, skew, records = Number.POSITIVE_INFINITY, settings } = command;
    const client = this.start(nameOf(command), name);
    const { host } = client;
    const { clock } = host;
    const keyOf = keyDrawer((n) => this.draws.draw('producer', name, topic, n), keys, skew);
    const failed = (error: unknown): void => this.logError(host, error);
    const moved = (): void => {
      this.lastActivityUs = this.kernel.now;
    };
    const producer = this.kafka.createProducer<string, string>(host, { 'client.id': name, ...settings });
    function* work(): Process<void> {
      const start = clock.now();
      for (let n = 0; n < records && !client.isClosing; n++) {
        const record = new ProducerRecord(topic, keyOf(n), `v${n}`);
        yield* producer.send(record, (_, error) => (error === undefined ? moved() : failed(error)));
        const next = start + Math.floor(((n + 1) * 1000) / recordsPerSec);
        if (next > clock.now()) yield* awaiting(clock.sleep(next - clock.now()));
      }
      yield* producer.close();
    }
    const ends = () => host.crash();
    if (Number.isFinite(records)) this.run(host, name, work(), ends);
    else this.spawn(host, name, work(), ends);
    return undefined;
  }

  private consume(command: Command<'consumer', 'start'>): undefined {
    const { name, group, topics, settings } = command;
    const client = this.start(nameOf(command), name);
    const { host } = client;
    const read = (text: string): void => {
      this.lastActivityUs = this.kernel.now;
      this.print(host, text);
    };
    const { kafka } = this;
    function* work(): Process<void> {
      const consumer = kafka.createConsumer<string | null, string | null>(host, {
        'group.id': group,
        'client.id': name,
        ...settings,
      });
      client.isWaiting = () => consumer.assignment().length === 0;
      consumer.subscribe(topics);
      while (!client.isClosing) {
        for (const { topic, partition, offset, key, value } of yield* consumer.poll(POLL_MS))
          read(`${topic}-${partition}@${offset} ${key === null ? '' : `${key}=`}${value}`);
      }
      yield* consumer.close();
    }
    this.spawn(host, name, work(), () => host.crash());
    return undefined;
  }

  private end(command: Command<'producer' | 'consumer', 'crash' | 'close'>): string | undefined {
    const client = this.clients.get(nameOf(command));
    if (client === undefined || !client.host.alive) return `${nameOf(command)} is not running`;
    if (command.verb === 'close') client.isClosing = true;
    else {
      const { host } = client;
      this.kernel.setCause(this.kernel.emitOn(host.name, { type: 'host.crashed', incarnation: host.incarnation }));
      host.crash();
    }
    return undefined;
  }

  private broker(command: Command<'broker'>): string | undefined {
    const { cluster } = this.kafka;
    if (command.id > cluster.size) return `there is no broker ${command.id}, the brokers are 1 to ${cluster.size}`;
    const off = `broker ${command.id} is not running`;
    switch (command.verb) {
      case 'start':
        return cluster.startBroker(command.id) ? undefined : `broker ${command.id} is running`;
      case 'stop':
        return cluster.stopBroker(command.id, true) ? undefined : off;
      case 'crash':
        return cluster.crashBroker(command.id) ? undefined : off;
      default: {
        const broker = cluster.broker(command.id);
        if (broker === undefined) return off;
        pause(broker.host, command.forUs, { kernel: this.kernel, operator: this.operator });
        return undefined;
      }
    }
  }

  private tool({ tool: written, args: given, stdin = '' }: Command<'tool'>): string | undefined {
    // As old material writes it: bin/kafka-topics.sh
    const name = written.replace(/^.*\//, '').replace(/\.sh$/, '');
    const tool: Tool | undefined = tools.get(name);
    if (tool === undefined) return `there is no tool ${written}; there are ${[...tools.keys()].join(', ')}`;
    const host = this.newHost('tool');
    const { args, notes } = translateOldFlags(name, given, this.kafka.cluster.bootstrapServers[0] as string);
    for (const note of notes) this.print(host, note);
    let line = '';
    const wrote = (text: string): void => {
      this.lastActivityUs = this.kernel.now;
      const lines = (line + text).split('\n');
      line = lines.pop() as string;
      for (const each of lines) this.print(host, each);
    };
    this.spawn(host, name, startTool(tool, args, stdin, this.kafka, host, wrote), () => {});
    return undefined;
  }

  private start(id: string, name: string): Client {
    const client: Client = { host: this.newHost(name), isClosing: false, isWaiting: () => false };
    this.clients.set(id, client);
    this.kernel.emitOn(name, { type: 'host.started', incarnation: client.host.incarnation });
    return client;
  }

  private newHost(name: string): SimHost {
    const incarnation = (this.incarnations.get(name) ?? 0) + 1;
    this.incarnations.set(name, incarnation);
    return new SimHost(this.kernel, name, incarnation);
  }

  /** Runs what ends by itself. */
  private run(host: SimHost, label: string, process: Process<unknown>, ended: () => void = () => {}): void {
    this.underWay++;
    let isOver = false;
    const over = (): void => {
      if (!isOver) this.underWay--;
      isOver = true;
    };
    const forget = host.onEnd(over);
    this.spawn(host, label, process, () => {
      forget();
      over();
      this.lastActivityUs = this.kernel.now;
      ended();
    });
  }

  private spawn(host: SimHost, label: string, process: Process<unknown>, ended: () => void): void {
    host.spawn(label, process, (outcome) => {
      if (outcome.kind === 'threw') this.logError(host, outcome.error);
      ended();
    });
  }

  private print({ name }: SimHost, text: string): void {
    this.kernel.emitOn(name, { type: 'console.line', text, place: { kind: 'application' } });
  }

  private logError({ name }: SimHost, error: unknown): void {
    this.kernel.emitOn(name, { type: 'log.line', level: 'ERROR', logger: 'kafka', message: String(error) });
  }
}

const nameOf = ({ what, name }: Command<'producer' | 'consumer'>): string => `${what} ${name}`;
