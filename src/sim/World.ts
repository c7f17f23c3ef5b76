import { withEnvironment } from '../engine/ambient.js';
import type { Place } from '../engine/events.js';
import { currentPlace, inPlace } from '../engine/place.js';
import type { Console, LogLevel } from '../engine/ports/Console.js';
import type { Costs, Environment } from '../engine/ports/Environment.js';
import { isProcess, isThenable, type Process } from '../engine/ports/Process.js';
import { Provenance } from '../engine/provenance/Provenance.js';
import { type ClusterSettings, defaultClusterSettings } from './cluster/ClusterSettings.js';
import { performHostCommand } from './cluster/performHostCommand.js';
import { SimCluster } from './cluster/SimCluster.js';
import type { WorldEventInput } from './events.js';
import { kafkaOf, type SimKafka } from './kafka/SimKafka.js';
import { ScriptKafka } from './kafka/script/ScriptKafka.js';
import { Draws } from './kernel/draws.js';
import { type EventLog, encode } from './kernel/EventLog.js';
import { Rank } from './kernel/EventQueue.js';
import { defaultLimits, HostDied, Kernel, type Limits, type Owner, type RunEnd } from './kernel/Kernel.js';
import { SimHost } from './kernel/SimHost.js';
import { Netcat } from './net/Netcat.js';
import { defaultNetworkSettings, linkName, type NetworkSettings, SimNetwork } from './net/SimNetwork.js';
import type { HostCommand } from './script/HostCommand.js';
import { parseScript, parseTime } from './script/parseScript.js';
import { printEvent, type Script, type ScriptEvent } from './script/Script.js';
import { FileSystem } from './store/FileSystem.js';
import { Stores } from './store/Stores.js';
import type { SqlEngine } from './store/sql/SqlEngine.js';

/** Without `until`, a run with clients of Kafka ends when they have been idle for so long, or so long after the script, in microseconds. */
const KAFKA_QUIET_US = 2_000_000;
const KAFKA_LAST_US = 30_000_000;

/** Everything that a run is a function of. */
export interface Scenario {
  /** The driver's `main`; called again by `driver restart`. */
  readonly program: () => unknown;
  readonly script?: string | Script;
  readonly seed?: string;
  /** Spark properties, `cost.*`, `net.*`, `until` (such as `10s`), `ties` (`shuffled`), `stores` (`mysql,redis,zookeeper`) and theirs. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What the store `mysql` runs on, when the scenario has it. */
  readonly sql?: SqlEngine;
  readonly limits?: Partial<Limits>;
  /** Virtual milliseconds since the epoch; 0 unless said. */
  readonly startAt?: number;
  /** `detail` (the default) also records what partitions held; `provenance`, beside the same events, where every record came from. */
  readonly trace?: 'off' | 'events' | 'detail' | 'provenance';
}

/** A world made from a scenario: the driver, what the script moves, and the clock that they share. */
export class World {
  readonly kernel: Kernel;
  readonly network: SimNetwork;
  readonly files: FileSystem;
  /** Absent unless the setting `kafka.brokers` asks for it. */
  readonly kafka: SimKafka | undefined;
  private readonly scriptKafka: ScriptKafka | undefined;
  private readonly stores: Stores;
  /** With `trace: 'provenance'`; one for all incarnations of the driver. */
  readonly provenance: Provenance | undefined;
  /** Called for each line that a program prints, as it prints it. */
  onConsoleLine: ((text: string, place: Place) => void) | undefined;
  onLogLine: ((level: LogLevel, logger: string, message: string, detail?: string) => void) | undefined;
  private readonly settings: ReadonlyMap<string, string>;
  private readonly draws: Draws;
  private readonly netcats = new Map<number, Netcat>();
  private readonly operator: Owner = { name: 'script', alive: true, enter: (run) => run() };
  private readonly startUs: number;
  private readonly untilUs: number | undefined;
  private readonly scriptEndUs: number;
  private triggers: Trigger[] = [];
  private scriptEntries = 0;
  private driver: SimHost | undefined;
  /** The machines of the driver that runs. */
  cluster: SimCluster | undefined;
  private incarnations = 0;
  private readonly storeConnections = new Set<number>();
  private unallocatedBlocks = 0;
  private lastBatchWithData = Number.NEGATIVE_INFINITY;
  private lastInputUs: number | undefined;
  private programError: unknown;

  constructor(private readonly scenario: Scenario) {
    const script = typeof scenario.script === 'string' ? parseScript(scenario.script) : scenario.script;
    const asksForKafka = script?.events.some(({ command }) => command.actor === 'kafka') === true;
    this.settings = new Map(Object.entries({ ...(asksForKafka ? { 'kafka.brokers': '1' } : {}), ...scenario.settings }));
    this.draws = new Draws(scenario.seed ?? '0');
    this.startUs = (scenario.startAt ?? 0) * 1000;
    const ties = this.settings.get('ties') === 'shuffled' ? this.draws.stream('ties') : undefined;
    this.kernel = new Kernel(
      this.startUs,
      scenario.trace !== 'off',
      { ...defaultLimits, ...scenario.limits },
      ties && (() => Math.floor(ties() * 2 ** 49)),
    );
    this.network = new SimNetwork(this.kernel, this.draws, readNetwork(this.settings));
    this.files = new FileSystem(this.kernel, {
      writeMs: readNumber(this.settings, 'files.writeMs', 0),
      lineMs: readNumber(this.settings, 'files.lineMs', 0),
    });
    const stores = this.settings.get('stores')?.split(',') ?? [];
    const readSetting = (name: string, fallback: number) => readNumber(this.settings, name, fallback);
    this.stores = new Stores(this.kernel, this.network, this.draws, stores, scenario.sql, this.settings, readSetting);
    this.provenance = scenario.trace === 'provenance' ? new Provenance(() => this.kernel.log.length) : undefined;
    this.kafka = kafkaOf(this.kernel, this.network, this.draws, this.settings, isDetailed(scenario));
    this.kernel.onEvent = (event, seq) => this.observe(event, seq);
    const { kafka } = this;
    if (kafka !== undefined) this.kernel.schedule(this.startUs, this.operator, 'kafka', () => kafka.cluster.start(), Rank.script);
    if (kafka !== undefined && asksForKafka) this.scriptKafka = new ScriptKafka(this.kernel, kafka, this.draws, this.operator);
    const until = this.settings.get('until');
    this.untilUs = until === undefined ? undefined : this.startUs + readTime('until', until);
    this.scriptEndUs = this.startUs + this.plan(script);
    if (this.untilUs !== undefined) {
      const end = this.untilUs;
      // Last of its instant: what is due at the end still happens.
      this.kernel.schedule(end, this.operator, 'until', () => this.reached(end), Rank.delivery);
    }
    this.kernel.schedule(this.startUs, this.operator, 'driver start', () => this.startDriver(), Rank.script);
  }

  get log(): EventLog {
    return this.kernel.log;
  }

  /** What the program threw, if that ended it. */
  get error(): unknown {
    return this.programError;
  }

  /** Executes one activation. @returns false when the run is over */
  step(): boolean {
    if (this.kernel.step()) return true;
    if (this.kernel.end === undefined) this.idle();
    return false;
  }

  /** Executes everything that is due at or before `atMs`. */
  runUntil(atMs: number): void {
    while (this.kernel.nextTime <= atMs * 1000 && this.kernel.step());
  }

  /** To the end, or to a limit. */
  run(): RunEnd {
    while (this.step());
    return this.kernel.end as RunEnd;
  }

  /** Ends the driver at once, as the script's `driver crash`; nothing when it is not running. */
  crash(): void {
    this.crashDriver(() => {});
  }

  /** Starts the driver's main at `atMs`. */
  restartAt(atMs: number): void {
    this.kernel.schedule(atMs * 1000, this.operator, 'driver restart', () => this.startDriver(), Rank.script);
  }

  private startDriver(): void {
    const host = new SimHost(this.kernel, 'driver', ++this.incarnations);
    this.driver = host;
    host.environment = this.environmentOf(host);
    this.kernel.schedule(
      this.kernel.now,
      host,
      'main',
      () => {
        this.kernel.setCause(this.kernel.emit({ type: 'host.started', incarnation: host.incarnation }));
        this.kernel.setCause(this.kernel.emit({ type: 'program.started', incarnation: host.incarnation }));
        this.main(host);
      },
      Rank.timer,
    );
  }

  private main(host: SimHost): void {
    let result: unknown;
    try {
      result = inPlace({ kind: 'application' }, () => withEnvironment(host.environment, this.scenario.program));
    } catch (error) {
      if (error instanceof HostDied) throw error;
      this.programEnded(host, error, true);
      return;
    }
    if (isThenable(result)) {
      const message =
        'main returned a promise. Time is simulated here: write `function* main()` and `yield*` instead of `async` and `await`.';
      this.programEnded(host, new TypeError(message), true);
    } else if (isProcess(result)) {
      host.spawn('main', result as Process<unknown>, (outcome) =>
        this.programEnded(host, outcome.kind === 'threw' ? outcome.error : undefined, outcome.kind === 'threw'),
      );
    } else this.programEnded(host, undefined, false);
  }

  /** The JVM of a Spark driver ends when `main` does: all that is left there are daemon threads. */
  private programEnded(host: SimHost, error: unknown, threw: boolean): void {
    this.kernel.onBehalfOf(this.operator, () => this.endProgram(host, error, threw));
  }

  private endProgram(host: SimHost, error: unknown, threw: boolean): void {
    if (threw) {
      this.programError = error;
      this.kernel.emitOn(host.name, { type: 'program.ended', error: messageOf(error) });
    } else this.kernel.emitOn(host.name, { type: 'program.ended' });
    host.crash();
    if (threw && !this.restartComes())
      this.kernel.finish({ kind: 'error', reason: `the program ended with an error: ${messageOf(error)}` });
    else if (this.restartComes()) return;
    else if (this.scriptKafka === undefined) this.kernel.finish({ kind: 'done', reason: 'the program ended' });
    else this.finishWithKafka(this.scriptKafka);
  }

  /** The program is over, but the script has clients of Kafka at work: they go on until `until`, or until nothing more comes of them. */
  private finishWithKafka(scriptKafka: ScriptKafka): void {
    if (this.untilUs !== undefined) return;
    const { kernel } = this;
    const isOver = (): boolean =>
      this.scriptEntries === 0 &&
      kernel.now >= this.scriptEndUs &&
      (scriptKafka.isQuietFor(KAFKA_QUIET_US) || kernel.now >= this.scriptEndUs + KAFKA_LAST_US);
    const check = (): void => {
      if (isOver()) kernel.finish({ kind: 'done', reason: 'the script is over and the clients of Kafka are idle' });
      else kernel.schedule(kernel.now + KAFKA_QUIET_US / 4, this.operator, 'end', check, Rank.timer);
    };
    check();
  }

  private restartComes(): boolean {
    return this.restartsPlanned > 0;
  }
  private restartsPlanned = 0;

  private clusterOf(driver: SimHost): SimCluster {
    const { kernel, network, operator } = this;
    // What runs on an executor finds its own console and singletons there, and all else as the driver does.
    const environmentOf = (host: SimHost): Environment => ({
      ...(driver.environment as Environment),
      network: network.portOf(host),
      console: this.consoleOf(host),
      statics: new Map(),
    });
    this.cluster = new SimCluster(kernel, network, driver, operator, readCluster(this.settings), environmentOf);
    return this.cluster;
  }

  private consoleOf({ name }: SimHost): Console {
    const { kernel, provenance } = this;
    return {
      line: (text) => {
        const seq = kernel.emitOn(name, { type: 'console.line', text, place: currentPlace() });
        provenance?.stamp(seq);
      },
      log: (level, logger, message, extra) => {
        const detail = extra === undefined ? {} : { detail: extra };
        kernel.emitOn(name, { type: 'log.line', level, logger, message, ...detail });
      },
    };
  }

  private environmentOf(host: SimHost): Environment {
    const { kernel, settings, draws, provenance } = this;
    const detail = isDetailed(this.scenario);
    return {
      driver: host,
      cluster: this.clusterOf(host),
      network: this.network.portOf(host),
      storage: this.files,
      console: this.consoleOf(host),
      trace: { detail, emit: (event) => kernel.emit(event) },
      ...(provenance === undefined ? {} : { provenance }),
      costs: readCosts(settings),
      ...(this.kafka === undefined ? {} : { kafka: this.kafka }),
      settings,
      draw: (...key) => draws.draw(...key),
      statics: new Map(),
    };
  }

  /** Enters the script's events into the queue. @returns the instant of the last one, in microseconds after the start */
  private plan(script: Script | undefined): number {
    let last = 0;
    for (const event of script?.events ?? []) {
      const text = script?.sources.get(event)?.trim() ?? printEvent(event);
      if (event.command.actor === 'nc' && !this.netcats.has(event.command.port)) this.openNetcat(event.command.port, event);
      if (event.command.actor === 'driver' && event.command.verb === 'restart') this.restartsPlanned++;
      const times = event.times ?? (event.everyUs === undefined ? 1 : Number.POSITIVE_INFINITY);
      if (Number.isFinite(times)) last = Math.max(last, event.atUs + (times - 1) * (event.everyUs ?? 0));
      else last = Math.max(last, event.atUs);
      this.planOne(event, text, event.atUs, times);
    }
    return last;
  }

  private planOne(event: ScriptEvent, text: string, atUs: number, times: number): void {
    this.scriptEntries++;
    this.kernel.schedule(
      this.startUs + atUs,
      this.operator,
      text,
      () => {
        this.scriptEntries--;
        if (times > 1) this.planOne(event, text, atUs + (event.everyUs as number), times - 1);
        if (event.after === undefined && event.before === undefined) this.perform(event, text);
        else this.wait(event, text);
      },
      Rank.script,
    );
  }

  /** Somebody is at nc from the start, unless the script begins by starting it. */
  private openNetcat(port: number, first: ScriptEvent): void {
    const nc = new Netcat(this.network, new SimHost(this.kernel, 'nc', 1), port);
    this.netcats.set(port, nc);
    if (first.command.verb !== 'listen')
      this.kernel.schedule(this.startUs, nc.host, `nc -lk ${port}`, () => nc.listen(), Rank.script);
  }

  private perform(event: ScriptEvent, text: string): void {
    const { kernel } = this;
    kernel.setCause(kernel.emitOn('script', { type: 'script.line', line: event.line, text }));
    const ignored = (reason: string) => kernel.emitOn('script', { type: 'script.ignored', line: event.line, reason });
    const { command } = event;
    switch (command.actor) {
      case 'nc': {
        const nc = this.netcats.get(command.port) as Netcat;
        if (command.verb === '>') nc.type(command.text);
        else if (command.verb === 'bytes') nc.send(encode(command.text));
        else if (command.verb === 'listen') nc.listen();
        else if (command.verb === 'close' && !nc.disconnect()) ignored(`nobody is connected to nc on port ${command.port}`);
        else if (command.verb === 'stop' && !nc.stop()) ignored(`nc does not listen on port ${command.port}`);
        return;
      }
      case 'file':
        this.files.put(command.path, command.text.split('\n'));
        kernel.emitOn('script', { type: 'file.arrived', path: command.path, lines: command.text.split('\n').length });
        return;
      case 'link': {
        if (command.verb === 'heal') {
          if (this.network.isCut(command.a, command.b)) this.heal(command.a, command.b);
          else ignored(`the link ${linkName(command.a, command.b)} is not cut`);
          return;
        }
        const link = this.network.cut(command.a, command.b);
        const forMs = command.forUs === undefined ? undefined : command.forUs / 1000;
        kernel.emitOn('world', { type: 'link.cut', link, ...(forMs === undefined ? {} : { forMs }) });
        if (command.forUs !== undefined) {
          kernel.schedule(
            kernel.now + command.forUs,
            this.operator,
            `heal ${link}`,
            () => this.heal(command.a, command.b),
            Rank.script,
          );
        }
        return;
      }
      case 'executor':
      case 'worker':
        this.strike(command, ignored);
        return;
      case 'driver':
        if (command.verb === 'crash') this.crashDriver(ignored);
        else if (command.verb !== 'restart') this.strike(command, ignored);
        else {
          this.restartsPlanned--;
          if (this.driver?.alive) ignored('the driver is running');
          else this.startDriver();
        }
        return;
      case 'store': {
        const server = this.stores.get(command.store);
        if (server === undefined) ignored(`the scenario has no ${command.store}`);
        else if (command.verb === 'crash' && !server.isRunning) ignored(`${command.store} is not running`);
        else if (command.verb === 'restart' && server.isRunning) ignored(`${command.store} is running`);
        else if (command.verb === 'crash') server.crash();
        else server.start();
        return;
      }
      case 'kafka': {
        const reason = this.scriptKafka?.perform(command);
        if (reason !== undefined) ignored(reason);
        return;
      }
      case 'run':
        kernel.finish({ kind: 'until', reason: `the script ended the run at ${kernel.now / 1000} ms` });
    }
  }

  private strike(command: HostCommand, ignored: (reason: string) => void): void {
    const { kernel, operator, driver, cluster } = this;
    const reason = performHostCommand(command, { kernel, operator, driver, cluster });
    if (reason !== undefined) ignored(reason);
  }

  private heal(a: string, b: string): void {
    this.network.heal(a, b);
    if (!this.network.isCut(a, b)) this.kernel.emitOn('world', { type: 'link.healed', link: linkName(a, b) });
  }

  private crashDriver(ignored: (reason: string) => void): void {
    const { driver } = this;
    if (driver === undefined || !driver.alive) {
      ignored('the driver is not running');
      return;
    }
    this.kernel.setCause(this.kernel.emitOn('driver', { type: 'host.crashed', incarnation: driver.incarnation }));
    driver.crash();
    this.unallocatedBlocks = 0;
  }

  private wait(event: ScriptEvent, text: string): void {
    this.triggers.push({ event, text, left: event.nth ?? 1 });
    if (event.before !== undefined) this.kernel.beforeEvent = (effect) => this.pull('before', effect.type, undefined);
  }

  /** Has what waited for an event of this type done. */
  private pull(when: 'after' | 'before', type: string, seq: number | undefined): void {
    const due = this.triggers.filter((trigger) => trigger.event[when] === type && --trigger.left <= 0);
    if (due.length === 0) return;
    this.triggers = this.triggers.filter((trigger) => !due.includes(trigger));
    if (!this.triggers.some(({ event }) => event.before !== undefined)) this.kernel.beforeEvent = undefined;
    const { kernel, operator } = this;
    for (const { event, text } of due) {
      const act = () => {
        if (seq !== undefined) kernel.setCause(seq);
        this.perform(event, text);
      };
      // A crash strikes between this effect and the next one, in the middle of what its host is doing. All else waits until the activation is over.
      if ('verb' in event.command && event.command.verb === 'crash') kernel.onBehalfOf(operator, act);
      else kernel.schedule(kernel.now, operator, text, act, Rank.script);
    }
  }

  private observe(event: WorldEventInput, seq: number): void {
    if (event.type === 'console.line') this.onConsoleLine?.(event.text, event.place);
    else if (event.type === 'log.line') this.onLogLine?.(event.level, event.logger, event.message, event.detail);
    if (this.triggers.length > 0) this.pull('after', event.type, seq);
    if (this.untilUs !== undefined) return;
    switch (event.type) {
      case 'connection.opened':
        if (this.stores.hasPort(event.port)) this.storeConnections.add(event.connection);
        break;
      case 'bytes.delivered':
        // What stores and their clients say to each other is no input.
        if (!this.storeConnections.has(event.connection)) this.lastInputUs = this.kernel.now;
        break;
      case 'block.stored':
        this.unallocatedBlocks++;
        break;
      case 'blocks.allocated':
        this.unallocatedBlocks -= event.blocks.length;
        if (event.blocks.length > 0) this.lastBatchWithData = event.batchTime;
        break;
      case 'batch.completed':
        this.maybeDone(event.batchTime);
    }
  }

  /**
   * Without `until`, a run is over with the first batch that ended after the script did, when everything typed has been read and has been in a
   * batch that ended: what was read last needs a block interval to become a block.
   */
  private maybeDone(batchTime: number): void {
    if (this.scriptEntries > 0 || this.restartsPlanned > 0 || batchTime * 1000 <= this.scriptEndUs) return;
    for (const nc of this.netcats.values()) if (nc.hasUnread) return;
    if (this.unallocatedBlocks > 0 || batchTime < this.lastBatchWithData) return;
    const blockInterval = readTime(
      'spark.streaming.blockInterval',
      this.settings.get('spark.streaming.blockInterval') ?? '200ms',
    );
    if (this.lastInputUs !== undefined && batchTime * 1000 <= this.lastInputUs + blockInterval) return;
    this.kernel.schedule(this.kernel.now, this.operator, 'end', () =>
      this.kernel.finish({ kind: 'done', reason: 'the script is over and everything it sent has been processed' }),
    );
  }

  private reached(untilUs: number): void {
    this.kernel.finish({ kind: 'until', reason: `the run's end at ${(untilUs - this.startUs) / 1000} ms was reached` });
  }

  private idle(): void {
    const waits = this.driver?.alive ? [...this.driver.waits()] : [];
    if (this.driver?.alive && waits.length > 0) {
      this.kernel.finish({ kind: 'stuck', reason: `nothing can happen any more; ${waits.join('; ')}` });
    } else this.kernel.finish({ kind: 'done', reason: 'nothing is left to do' });
  }
}

/** A line of the script that waits for an effect; `left`: how many of them are still to come. */
interface Trigger {
  readonly event: ScriptEvent;
  readonly text: string;
  left: number;
}

const isDetailed = ({ trace = 'detail' }: Scenario): boolean => trace === 'detail' || trace === 'provenance';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readTime(name: string, text: string): number {
  const us = parseTime(text);
  if (us === undefined) throw new SettingError(name, text, 'a time such as 10s or 1500ms');
  return us;
}

/** A setting of the scenario that cannot be read. */
export class SettingError extends Error {
  readonly code = 'SETTING';
  constructor(name: string, value: string, expected: string) {
    super(`${name}=${value}: expected ${expected}`);
    this.name = 'SettingError';
  }
}

function readNumber(settings: ReadonlyMap<string, string>, name: string, fallback: number): number {
  const text = settings.get(name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new SettingError(name, text, 'a number that is not negative');
  return value;
}

const readCosts = (settings: ReadonlyMap<string, string>): Costs => ({
  jobMs: readNumber(settings, 'cost.jobMs', 0),
  taskMs: readNumber(settings, 'cost.taskMs', 0),
  recordMs: readNumber(settings, 'cost.recordMs', 0),
  shuffleRecordMs: readNumber(settings, 'cost.shuffleRecordMs', 0),
  batchMs: readNumber(settings, 'cost.batchMs', 0),
});

function readCluster(settings: ReadonlyMap<string, string>): ClusterSettings {
  const fallback = defaultClusterSettings;
  const memory = settings.get('cluster.memory');
  return {
    executorStartMs: readNumber(settings, 'cluster.executorStartMs', fallback.executorStartMs),
    warmUpMs: readNumber(settings, 'cluster.warmUpMs', fallback.warmUpMs),
    memory: memory === undefined ? undefined : readNumber(settings, 'cluster.memory', 0),
    heartbeatMs: readNumber(settings, 'cluster.heartbeatMs', fallback.heartbeatMs),
    timeoutMs: readNumber(settings, 'cluster.timeoutMs', fallback.timeoutMs),
    timeoutCheckMs: readNumber(settings, 'cluster.timeoutCheckMs', fallback.timeoutCheckMs),
  };
}

function readNetwork(settings: ReadonlyMap<string, string>): NetworkSettings {
  const fallback = defaultNetworkSettings;
  const chunking = settings.get('net.chunking') ?? fallback.chunking;
  if (chunking !== 'whole' && chunking !== 'random') throw new SettingError('net.chunking', chunking, 'whole or random');
  return {
    latencyMs: readNumber(settings, 'net.latencyMs', fallback.latencyMs),
    jitterMs: readNumber(settings, 'net.jitterMs', fallback.jitterMs),
    loss: Math.min(0.99, readNumber(settings, 'net.loss', fallback.loss)),
    retransmitMs: readNumber(settings, 'net.retransmitMs', fallback.retransmitMs),
    packetBytes: Math.max(1, Math.floor(readNumber(settings, 'net.packetBytes', fallback.packetBytes))),
    chunking,
  };
}
