import { Rank } from '../../kernel/EventQueue.js';
import type { SimHost } from '../../kernel/SimHost.js';
import type { SimNetwork } from '../../net/SimNetwork.js';
import type { ApiName, RequestOf, ResponseOf } from '../protocol/api.js';
import { BrokerConnection, type Endpoint } from './BrokerConnection.js';

/** A broker's address, `localhost:9092`. */
export type Address = string;

export interface NetworkClientOptions {
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
}

interface Node {
  connection: BrokerConnection | undefined;
  /** Waiting for the connection, or for the pause after a failure to be over. */
  readonly waiting: ((connection: BrokerConnection | undefined) => void)[];
  connecting: boolean;
  failures: number;
  /** Virtual microseconds before which nothing is tried again. */
  retryAt: number;
}

/**
 * All connections of one client. A request without answer within its timeout ends the connection, and with it everything in flight there.
 * Model: kafka 2.8.0 clients/NetworkClient.java, clients/ClusterConnectionStates.java.
 */
export class NetworkClient {
  private readonly nodes = new Map<string, Node>();
  private connections = 0;
  private closed = false;

  constructor(
    private readonly network: SimNetwork,
    readonly host: SimHost,
    readonly clientId: string,
    private readonly endpointAt: (address: Address) => Endpoint | undefined,
    private readonly options: NetworkClientOptions,
  ) {}

  /**
   * Sends a request; `done` gets undefined when there was no connection or it ended before the answer.
   * @param channel connections to one address that are kept apart, such as that to the coordinator
   */
  send<K extends ApiName>(
    address: Address,
    api: K,
    body: RequestOf<K>,
    done: (response: ResponseOf<K> | undefined) => void,
    timeoutMs = this.options.requestTimeoutMs,
    channel = '',
  ): void {
    this.connected(address, channel, (connection) => {
      if (connection === undefined) {
        done(undefined);
        return;
      }
      const { kernel } = this.network;
      const expire = kernel.schedule(
        kernel.now + timeoutMs * 1000,
        this.host,
        `timeout of ${api}`,
        () => connection.close(),
        Rank.timer,
      );
      connection.send(api, body, (response) => {
        expire();
        done(response);
      });
    });
  }

  /** Sends without answer; lost when there is no connection. `sent` is called when the bytes are on their way, or not. */
  sendOneWay<K extends ApiName>(address: Address, api: K, body: RequestOf<K>, sent: (ok: boolean) => void): void {
    this.connected(address, '', (connection) => {
      connection?.sendOneWay(api, body);
      sent(connection !== undefined);
    });
  }

  /** The address to ask for metadata: connected and least busy first, then one that may be tried now, then any. */
  leastLoaded(addresses: readonly Address[]): Address | undefined {
    const { now } = this.network.kernel;
    let best: Address | undefined;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (const address of addresses) {
      const node = this.nodes.get(address);
      const load =
        node?.connection !== undefined
          ? node.connection.inFlightCount
          : node === undefined || node.retryAt <= now
            ? 1e6
            : 1e9 + node.retryAt;
      if (load < bestLoad) {
        best = address;
        bestLoad = load;
      }
    }
    return best;
  }

  close(): void {
    this.closed = true;
    for (const node of this.nodes.values()) {
      node.connection?.close();
      for (const wait of node.waiting.splice(0)) wait(undefined);
    }
  }

  private connected(address: Address, channel: string, use: (connection: BrokerConnection | undefined) => void): void {
    if (this.closed) {
      use(undefined);
      return;
    }
    const key = address + channel;
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = { connection: undefined, waiting: [], connecting: false, failures: 0, retryAt: 0 };
      this.nodes.set(key, node);
    }
    if (node.connection !== undefined) {
      use(node.connection);
      return;
    }
    node.waiting.push(use);
    if (!node.connecting) this.connect(address, node);
  }

  private connect(address: Address, node: Node): void {
    const { kernel } = this.network;
    node.connecting = true;
    kernel.schedule(Math.max(kernel.now, node.retryAt), this.host, `connect to ${address}`, () => {
      const found = this.endpointAt(address);
      const endpoint = found?.host.alive ? found : undefined;
      const label = `${this.clientId}#${this.connections++}`;
      // The handshake takes as long as there and back.
      const target = endpoint?.host ?? this.host;
      const name = endpoint?.host.name ?? address;
      this.network.send(target, this.host, name, `${label} syn`, () =>
        this.network.send(this.host, this.host, name, `${label} ack`, () => this.handshake(node, endpoint, label)),
      );
    });
  }

  private handshake(node: Node, endpoint: Endpoint | undefined, label: string): void {
    const { kernel } = this.network;
    node.connecting = false;
    if (this.closed) return;
    if (endpoint === undefined || !endpoint.host.alive) {
      const { reconnectBackoffMs, reconnectBackoffMaxMs } = this.options;
      node.retryAt = kernel.now + Math.min(reconnectBackoffMs * 2 ** Math.min(node.failures++, 20), reconnectBackoffMaxMs) * 1000;
      for (const wait of node.waiting.splice(0)) wait(undefined);
      return;
    }
    node.failures = 0;
    const connection = new BrokerConnection(this.network, this.host, endpoint, label, () => {
      node.connection = undefined;
      node.retryAt = kernel.now + this.options.reconnectBackoffMs * 1000;
    });
    node.connection = connection;
    for (const wait of node.waiting.splice(0)) wait(connection);
  }
}
