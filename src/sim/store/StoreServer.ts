import { ConnectionResetError } from '../../engine/errors.js';
import type { Process } from '../../engine/ports/Process.js';
import { LineReader } from '../../engine/receiver/LineReader.js';
import type { StoreReply, StoreValue } from '../../engine/store/StoreConnection.js';
import { encode } from '../kernel/EventLog.js';
import type { Kernel } from '../kernel/Kernel.js';
import { SimHost } from '../kernel/SimHost.js';
import type { SimConnection, SimNetwork } from '../net/SimNetwork.js';

/** What a store refuses, in its own words. The request certainly had no effect. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly data?: StoreValue,
  ) {
    super(message);
  }
}

/** One client at a server. */
export interface StoreSession {
  /** Carries out a request; takes the time that it costs. @throws {Refusal} */
  handle(request: StoreValue): Process<StoreValue>;
  /** The client is gone: it closed the connection, or its host crashed. Not called when the server itself crashes. */
  end(): void;
}

/** What a server does; it survives the crashes of its host, as a disk does. */
export interface Store {
  readonly name: string;
  readonly port: number;
  open(host: SimHost, connection: number): StoreSession;
  /** The host crashed: what was not durable is gone. */
  crashed(): void;
  /** The host is up, before it listens. */
  started?(host: SimHost): void;
}

/** A store on a host of its own, which can crash and be started again. Requests of one connection are answered in order. */
export class StoreServer {
  private host: SimHost | undefined;
  private incarnations = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly network: SimNetwork,
    readonly store: Store,
  ) {}

  get isRunning(): boolean {
    return this.host?.alive ?? false;
  }

  start(): void {
    const host = new SimHost(this.kernel, this.store.name, ++this.incarnations);
    this.host = host;
    // The first start is part of the world; a later one is news.
    if (host.incarnation > 1) this.kernel.emitOn(host.name, { type: 'host.started', incarnation: host.incarnation });
    this.store.started?.(host);
    this.network.listen(host, this.store.port, (connection) => {
      host.spawn(`${host.name} connection ${connection.id}`, this.serve(host, connection));
    });
  }

  crash(): void {
    if (this.host === undefined || !this.host.alive) return;
    this.kernel.setCause(this.kernel.emitOn(this.host.name, { type: 'host.crashed', incarnation: this.host.incarnation }));
    this.host.crash();
    this.store.crashed();
  }

  private *serve(host: SimHost, connection: SimConnection): Process<void> {
    const session = this.store.open(host, connection.id);
    const reader = new LineReader();
    try {
      for (;;) {
        const bytes = yield* connection.read();
        if (bytes === undefined) break;
        for (const line of reader.push(bytes)) {
          const reply = yield* answer(session, JSON.parse(line) as StoreValue);
          yield* connection.write(encode(`${JSON.stringify(reply)}\n`));
        }
      }
    } catch (error) {
      // A reset ends the session as an orderly end does.
      if (!(error instanceof ConnectionResetError)) throw error;
    }
    session.end();
    connection.close();
  }
}

function* answer(session: StoreSession, request: StoreValue): Process<StoreReply> {
  try {
    return { value: yield* session.handle(request) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) } };
  }
}
