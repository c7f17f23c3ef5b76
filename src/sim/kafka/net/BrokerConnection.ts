import type { SimHost } from '../../kernel/SimHost.js';
import type { SimNetwork } from '../../net/SimNetwork.js';
import type { ApiName, Handlers, RequestOf, ResponseOf } from '../protocol/api.js';

/** A broker that listens: what a connection reaches. */
export interface Endpoint {
  readonly host: SimHost;
  readonly handlers: Handlers;
  /** Virtual milliseconds that every request takes before it is handled. */
  readonly requestMs: number;
}

interface InFlight {
  readonly api: ApiName;
  readonly done: (response: unknown) => void;
}

/**
 * One connection between a client and a broker. Requests arrive in the order in which they were sent, and the broker takes the next one when it
 * has answered the one before; so answers come in order too. Model: kafka 2.8.0 clients/NetworkClient.java, core network/SocketServer.scala.
 */
export class BrokerConnection {
  closed = false;
  private readonly inFlight: InFlight[] = [];
  private readonly received: { readonly api: ApiName; readonly body: unknown; readonly answered: boolean }[] = [];
  private busy = false;
  private sent = 0;
  private answered = 0;
  private readonly toBroker = new InOrder();
  private readonly toClient = new InOrder();
  private readonly forget: (() => void)[];

  constructor(
    private readonly network: SimNetwork,
    private readonly client: SimHost,
    readonly endpoint: Endpoint,
    private readonly label: string,
    private readonly onClose: () => void,
  ) {
    this.forget = [client.onEnd(() => this.drop()), endpoint.host.onEnd(() => this.reset())];
  }

  get inFlightCount(): number {
    return this.inFlight.length;
  }

  /** Sends; `done` gets the answer, or undefined when the connection ended before it came. */
  send<K extends ApiName>(api: K, body: RequestOf<K>, done: (response: ResponseOf<K> | undefined) => void): void {
    const entry: InFlight = { api, done: done as (response: unknown) => void };
    this.inFlight.push(entry);
    this.transmit(api, body, true);
  }

  /** Sends without expecting an answer: `acks=0`. */
  sendOneWay<K extends ApiName>(api: K, body: RequestOf<K>): void {
    this.transmit(api, body, false);
  }

  /** Ends it from the client's side: everything in flight is answered with undefined. */
  close(): void {
    if (this.closed) return;
    this.drop();
    // First, so that whoever sends again because of what follows does not send into this connection.
    this.onClose();
    for (const { done } of this.inFlight.splice(0)) done(undefined);
  }

  private transmit(api: ApiName, body: unknown, answered: boolean): void {
    const { host } = this.endpoint;
    const arrive = this.toBroker.enter(() => this.receive({ api, body, answered }));
    this.network.send(host, this.client, host.name, `${this.label} ${this.sent++}`, arrive);
  }

  private receive(request: { readonly api: ApiName; readonly body: unknown; readonly answered: boolean }): void {
    if (this.closed) return;
    this.received.push(request);
    this.takeNext();
  }

  private takeNext(): void {
    if (this.busy || this.closed) return;
    const next = this.received.shift();
    if (next === undefined) return;
    this.busy = true;
    const { requestMs, host } = this.endpoint;
    if (requestMs === 0) this.handle(next);
    else this.network.kernel.schedule(this.network.kernel.now + requestMs * 1000, host, 'request', () => this.handle(next));
  }

  private handle({ api, body, answered }: { readonly api: ApiName; readonly body: unknown; readonly answered: boolean }): void {
    const handler = this.endpoint.handlers[api] as (body: unknown, respond: (response: unknown) => void) => void;
    let over = false;
    handler(body, (response) => {
      if (over || this.closed) return;
      over = true;
      this.busy = false;
      if (answered) {
        const arrive = this.toClient.enter(() => this.deliver(response));
        this.network.send(this.client, this.client, this.endpoint.host.name, `${this.label} answer ${this.answered++}`, arrive);
      }
      this.takeNext();
    });
  }

  private deliver(response: unknown): void {
    if (!this.closed) this.inFlight.shift()?.done(response);
  }

  /** The broker is gone: the client learns of it by a reset. */
  private reset(): void {
    if (this.closed) return;
    const { host } = this.endpoint;
    this.network.send(this.client, this.client, host.name, `${this.label} reset`, () => this.close());
  }

  private drop(): void {
    this.closed = true;
    for (const forget of this.forget) forget();
  }
}

/** Keeps what travels in one direction in order: what would overtake waits. */
class InOrder {
  private readonly underWay: { arrived: boolean; readonly deliver: () => void }[] = [];

  /** @returns to be called on arrival */
  enter(deliver: () => void): () => void {
    const entry = { arrived: false, deliver };
    this.underWay.push(entry);
    return () => {
      entry.arrived = true;
      while (this.underWay[0]?.arrived) (this.underWay.shift() as { deliver: () => void }).deliver();
    };
  }
}
