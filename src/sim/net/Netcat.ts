import { encode } from '../kernel/EventLog.js';
import type { SimHost } from '../kernel/SimHost.js';
import type { SimConnection, SimNetwork } from './SimNetwork.js';

/**
 * `nc -lk PORT` with somebody at its keyboard. With `-k` it stays when a client goes; what is typed while nobody is connected waits for the next
 * client, because nc reads its standard input only while it serves one. One client is served at a time; others wait in the backlog.
 */
export class Netcat {
  private close: (() => void) | undefined;
  private readonly clients: SimConnection[] = [];
  private readonly typed: Uint8Array[] = [];

  constructor(
    private readonly network: SimNetwork,
    readonly host: SimHost,
    readonly port: number,
  ) {}

  get listening(): boolean {
    return this.close !== undefined;
  }

  /** Whether something that was typed has not been read by a client that is there. */
  get hasUnread(): boolean {
    const client = this.clients[0];
    return client?.peer.hasUnread ?? false;
  }

  listen(): void {
    if (this.close !== undefined) return;
    this.close = this.network.listen(this.host, this.port, (connection) => {
      this.clients.push(connection);
      this.host.spawn(`nc :${this.port}`, this.watch(connection));
      if (this.clients.length === 1) this.flush();
    });
  }

  type(text: string): void {
    this.network.kernel.setCause(
      this.network.kernel.emitOn(this.host.name, { type: 'nc.line', port: this.port, text, waiting: this.clients.length === 0 }),
    );
    this.send(encode(`${text}\n`));
  }

  send(bytes: Uint8Array): void {
    this.typed.push(bytes);
    this.flush();
  }

  /** Disconnects the client; goes on listening. @returns false when there was none */
  disconnect(): boolean {
    const client = this.clients.shift();
    client?.close();
    this.flush();
    return client !== undefined;
  }

  /** Ctrl+C: nobody listens any more. @returns false when nobody did */
  stop(): boolean {
    if (this.close === undefined) return false;
    this.close();
    this.close = undefined;
    for (const client of this.clients.splice(0)) client.close();
    return true;
  }

  private flush(): void {
    const client = this.clients[0];
    if (client !== undefined) for (const bytes of this.typed.splice(0)) client.push(bytes);
  }

  private *watch(connection: SimConnection) {
    try {
      while ((yield* connection.read()) !== undefined);
    } catch {
      // a reset ends the connection as an orderly end does
    }
    const at = this.clients.indexOf(connection);
    if (at < 0) return;
    this.clients.splice(at, 1);
    connection.close();
    this.flush();
  }
}
