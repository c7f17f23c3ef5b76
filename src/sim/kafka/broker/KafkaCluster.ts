import type { Draws } from '../../kernel/draws.js';
import { Rank } from '../../kernel/EventQueue.js';
import type { Kernel, Owner } from '../../kernel/Kernel.js';
import { SimHost } from '../../kernel/SimHost.js';
import type { SimNetwork } from '../../net/SimNetwork.js';
import { brokerConfig } from '../config/brokerConfig.js';
import type { ConfigValue } from '../config/ConfigDef.js';
import { ClusterMetadata } from '../controller/ClusterMetadata.js';
import type { Endpoint } from '../net/BrokerConnection.js';
import { Broker } from './Broker.js';
import { BrokerDisk } from './BrokerDisk.js';

const FIRST_PORT = 9092;

/** The brokers of a world, with what outlives them: their disks, and what ZooKeeper keeps. Ids from 1, ports from 9092, hosts `kafka-1`, …. */
export class KafkaCluster {
  readonly metadata = new ClusterMetadata();
  private readonly brokers = new Map<number, Broker>();
  private readonly disks = new Map<number, BrokerDisk>();
  private readonly incarnations = new Map<number, number>();
  private readonly settings: ReadonlyMap<string, ConfigValue>;
  /** Keys of the brokers' settings that were given: the `server.properties`. */
  readonly configured: ReadonlySet<string>;
  private readonly zookeeper: Owner = { name: 'zookeeper', alive: true, enter: (run) => run() };

  /** @param settings of all brokers, by Kafka's keys. @throws {ConfigException} */
  constructor(
    readonly kernel: Kernel,
    readonly network: SimNetwork,
    private readonly draws: Draws,
    readonly size: number,
    settings: Readonly<Record<string, unknown>>,
    /** Whether the run also records what was appended. */
    readonly detail = false,
  ) {
    this.settings = brokerConfig.parse(settings);
    this.configured = new Set(Object.keys(settings));
    for (let id = 1; id <= size; id++) this.disks.set(id, new BrokerDisk());
  }

  draw(...key: readonly (string | number)[]): number {
    return this.draws.draw(...key);
  }

  /** Servers for clients that name none. */
  get bootstrapServers(): string[] {
    return Array.from({ length: this.size }, (_, i) => `localhost:${FIRST_PORT + i}`);
  }

  /** The broker, if it runs. */
  broker(id: number): Broker | undefined {
    const broker = this.brokers.get(id);
    return broker?.host.alive ? broker : undefined;
  }

  endpointAt(address: string): Endpoint | undefined {
    const id = Number(/^(?:localhost|127\.0\.0\.1):(\d+)$/.exec(address)?.[1] ?? Number.NaN) - FIRST_PORT + 1;
    const broker = this.broker(id);
    return broker === undefined ? undefined : broker;
  }

  start(): void {
    for (let id = 1; id <= this.size; id++) this.startBroker(id);
  }

  /** @returns false when it runs already */
  startBroker(id: number): boolean {
    const disk = this.disks.get(id);
    if (disk === undefined || this.broker(id) !== undefined) return false;
    const incarnation = (this.incarnations.get(id) ?? 0) + 1;
    this.incarnations.set(id, incarnation);
    const host = new SimHost(this.kernel, `kafka-${id}`, incarnation);
    disk.recover();
    const address = { id, host: 'localhost', port: FIRST_PORT + id - 1 };
    const broker = new Broker(this, host, address, disk, this.settings);
    this.brokers.set(id, broker);
    this.kernel.emitOn(host.name, { type: 'broker.started', broker: id, incarnation });
    // A session that the last incarnation left behind ends now.
    if (this.metadata.isAlive(id)) this.sessionEnded(id);
    this.metadata.brokers.set(id, address);
    if (this.metadata.controllerId < 0) this.electController();
    this.onController((controller) => controller.brokerStarted(id));
    return true;
  }

  /** Ends a broker in order. `controlled`: leaderships are moved away before (KA-037). @returns false when it doesn't run */
  stopBroker(id: number, controlled: boolean): boolean {
    const broker = this.broker(id);
    if (broker === undefined) return false;
    const stop = (): void => {
      if (!broker.host.alive) return;
      broker.replicas.checkpoint();
      this.kernel.emitOn(broker.host.name, { type: 'broker.stopped', broker: id, how: controlled ? 'controlled' : 'stopped' });
      broker.host.crash();
      this.sessionEnded(id);
    };
    if (controlled) broker.askController('controlledShutdown', { brokerId: id }, stop);
    else stop();
    return true;
  }

  /** Ends it at once; ZooKeeper notices when the session times out. @returns false when it doesn't run */
  crashBroker(id: number): boolean {
    const broker = this.broker(id);
    if (broker === undefined) return false;
    this.kernel.emitOn(broker.host.name, { type: 'broker.stopped', broker: id, how: 'crashed' });
    broker.host.crash();
    const { incarnation } = broker.host;
    const timeoutMs = this.settings.get('zookeeper.session.timeout.ms') as number;
    this.kernel.schedule(
      this.kernel.now + timeoutMs * 1000,
      this.zookeeper,
      `session of broker ${id}`,
      () => {
        if (this.incarnations.get(id) === incarnation) this.sessionEnded(id);
      },
      Rank.timer,
    );
    return true;
  }

  private sessionEnded(id: number): void {
    if (!this.metadata.brokers.delete(id)) return;
    if (this.metadata.controllerId === id) {
      this.metadata.controllerId = -1;
      this.electController();
    }
    this.onController((controller) => controller.brokerFailed(id));
  }

  /** The first of the living brokers to ask ZooKeeper gets it. */
  private electController(): void {
    const id = [...this.metadata.brokers.keys()].filter((each) => this.broker(each) !== undefined).sort((a, b) => a - b)[0];
    if (id === undefined) return;
    this.metadata.controllerId = id;
    this.metadata.controllerEpoch++;
    const broker = this.broker(id) as Broker;
    this.kernel.schedule(this.kernel.now, broker.host, 'controller', () => broker.becomeController());
  }

  /** ZooKeeper tells the controller, in an activation of its own. */
  private onController(run: (controller: NonNullable<Broker['controller']>) => void): void {
    const broker = this.broker(this.metadata.controllerId);
    if (broker === undefined) return;
    this.kernel.schedule(this.kernel.now, broker.host, 'zookeeper watch', () => {
      if (broker.controller !== undefined) run(broker.controller);
    });
  }
}
