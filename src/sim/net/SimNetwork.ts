import { ConnectionRefusedError, ConnectionResetError } from '../../engine/errors.js';
import type { Connection, Network } from '../../engine/ports/Network.js';
import { awaiting, type Process } from '../../engine/ports/Process.js';
import type { Draws } from '../kernel/draws.js';
import { Rank } from '../kernel/EventQueue.js';
import type { Kernel } from '../kernel/Kernel.js';
import type { SimHost } from '../kernel/SimHost.js';

/** How links behave, in virtual milliseconds; settings `net.<name>` of the scenario. */
export interface NetworkSettings {
  /** One way. */
  readonly latencyMs: number;
  /** Added to the latency of a packet: a draw between 0 and this. */
  readonly jitterMs: number;
  /** Share of packets, 0 to 1, that have to be sent again, each time `retransmitMs` later. */
  readonly loss: number;
  readonly retransmitMs: number;
  /** Bytes of the largest packet; longer writes arrive in several. */
  readonly packetBytes: number;
  /** `random`: packets are cut at drawn places, so lines arrive in pieces. */
  readonly chunking: 'whole' | 'random';
}

export const defaultNetworkSettings: NetworkSettings = {
  latencyMs: 0,
  jitterMs: 0,
  loss: 0,
  retransmitMs: 200,
  packetBytes: 1460,
  chunking: 'whole',
};

/** Somebody who listens. `accept` is called on the listener's host with its end of a new connection. */
interface Listener {
  readonly host: SimHost;
  readonly accept: (connection: SimConnection) => void;
}

/** All links and stream sockets of a world. */
export class SimNetwork {
  private readonly listeners = new Map<string, Listener>();
  private readonly cuts = new Map<string, number>();
  private readonly held = new Map<string, (() => void)[]>();
  private connections = 0;

  constructor(
    readonly kernel: Kernel,
    private readonly draws: Draws,
    readonly settings: NetworkSettings,
  ) {}

  /** Listens on `port` of every name under which `host` is known. @throws when the port is taken */
  listen(host: SimHost, port: number, accept: (connection: SimConnection) => void): () => void {
    const key = String(port);
    if (this.listeners.has(key)) throw new Error(`Address already in use: ${port}`);
    const listener = { host, accept };
    this.listeners.set(key, listener);
    this.kernel.emitOn(host.name, { type: 'port.opened', port });
    const close = () => {
      if (this.listeners.get(key) !== listener) return;
      this.listeners.delete(key);
      this.kernel.emitOn(host.name, { type: 'port.closed', port });
      forget();
    };
    const forget = host.onEnd(close);
    return close;
  }

  /** The network as the code on `host` sees it. */
  portOf(host: SimHost): Network {
    return { connect: (name, port) => this.connect(host, name, port) };
  }

  private *connect(from: SimHost, name: string, port: number): Process<Connection> {
    const id = this.connections++;
    return yield* awaiting<Connection>({
      reason: `connection to ${name}:${port}`,
      begin: (resume, fail) => {
        const to = this.listeners.get(String(port))?.host.name ?? name;
        return this.send(from, from, to, `syn ${id}`, () => {
          const listener = this.listeners.get(String(port));
          if (listener === undefined || !listener.host.alive) {
            this.kernel.emitOn(from.name, { type: 'connection.refused', from: from.name, to: name, port });
            this.send(from, from, to, `rst ${id}`, () => fail(new ConnectionRefusedError()));
            return;
          }
          const near = new SimConnection(this, id, from, listener.host);
          const far = new SimConnection(this, id, listener.host, from);
          near.peer = far;
          far.peer = near;
          this.kernel.emitOn(from.name, {
            type: 'connection.opened',
            connection: id,
            from: from.name,
            to: listener.host.name,
            port,
          });
          this.kernel.schedule(this.kernel.now, listener.host, 'accept', () => listener.accept(far));
          this.send(from, from, listener.host.name, `ack ${id}`, () => resume(near));
        });
      },
    });
  }

  /** Cuts the link between two hosts until `heal`; packets on it wait. */
  cut(a: string, b: string): string {
    const link = linkName(a, b);
    this.cuts.set(link, (this.cuts.get(link) ?? 0) + 1);
    return link;
  }

  heal(a: string, b: string): void {
    const link = linkName(a, b);
    const count = this.cuts.get(link) ?? 0;
    if (count > 1) {
      this.cuts.set(link, count - 1);
      return;
    }
    this.cuts.delete(link);
    const waiting = this.held.get(link) ?? [];
    this.held.delete(link);
    for (const send of waiting) send();
  }

  /** Runs `deliver` on `to` after the time that a packet takes between the two hosts. @returns takes the packet back */
  send(to: SimHost, a: SimHost, b: string, packet: string, deliver: () => void): () => void {
    const link = linkName(a.name, b);
    let cancelled = false;
    const go = () => {
      if (!cancelled)
        this.kernel.schedule(this.arrival(link, packet), to, `packet on ${link}`, () => !cancelled && deliver(), Rank.delivery);
    };
    if (this.cuts.has(link)) {
      const waiting = this.held.get(link) ?? [];
      waiting.push(go);
      this.held.set(link, waiting);
    } else go();
    return () => {
      cancelled = true;
    };
  }

  isCut(a: string, b: string): boolean {
    return this.cuts.has(linkName(a, b));
  }

  /** Where the next packet of a write ends. */
  packetEnd(connection: number, offset: number, from: number, length: number): number {
    const most = Math.min(length, from + this.settings.packetBytes);
    if (this.settings.chunking === 'whole' || most - from <= 1) return most;
    return from + 1 + Math.floor(this.draws.draw('chunk', connection, offset) * (most - from));
  }

  private arrival(link: string, packet: string): number {
    const { latencyMs, jitterMs, loss, retransmitMs } = this.settings;
    let ms = latencyMs;
    if (jitterMs > 0) ms += this.draws.draw('net', link, packet) * jitterMs;
    for (let attempt = 0; loss > 0 && attempt < 16 && this.draws.draw('loss', link, packet, attempt) < loss; attempt++) {
      ms += retransmitMs * 2 ** attempt;
    }
    return this.kernel.now + Math.round(ms * 1000);
  }
}

/** The name of a link: its ends in alphabetical order. */
export const linkName = (a: string, b: string): string => (a < b ? `${a}-${b}` : `${b}-${a}`);

/** One end of a stream socket. Bytes arrive in the order in which they were written. */
export class SimConnection implements Connection {
  peer!: SimConnection;
  private readonly chunks: Uint8Array[] = [];
  private ended = false;
  private error: Error | undefined;
  private wake: (() => void) | undefined;
  private sent = 0;
  private closed = false;
  /** Packets under way to the peer, in order: one that would overtake waits for those before it. */
  private underWay: { bytes: Uint8Array | undefined; arrived: boolean }[] = [];
  private readonly forget: () => void;

  constructor(
    private readonly network: SimNetwork,
    readonly id: number,
    readonly host: SimHost,
    readonly remote: SimHost,
  ) {
    this.forget = host.onEnd(() => this.abort());
  }

  /** Whether bytes have arrived that nobody has read. */
  get hasUnread(): boolean {
    return this.chunks.length > 0 || this.peer.underWay.length > 0;
  }

  *read(): Process<Uint8Array | undefined> {
    if (this.chunks.length === 0 && !this.ended && this.error === undefined) {
      yield* awaiting<void>({
        reason: `bytes from ${this.remote.name}`,
        begin: (resume) => {
          this.wake = () => resume(undefined);
          return () => {
            this.wake = undefined;
          };
        },
      });
    }
    if (this.chunks.length > 0) return this.chunks.shift();
    if (this.error !== undefined) throw this.error;
    return undefined;
  }

  // biome-ignore lint/correctness/useYield: buffers are unlimited here, so a write never waits; the port says that it may
  *write(bytes: Uint8Array): Process<void> {
    this.push(bytes);
  }

  /** As `write`, for the script's actors. */
  push(bytes: Uint8Array): void {
    if (this.closed) throw new ConnectionResetError();
    for (let from = 0; from < bytes.length; ) {
      const end = this.network.packetEnd(this.id, this.sent, from, bytes.length);
      this.transmit(bytes.subarray(from, end));
      this.sent += end - from;
      from = end;
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.forget();
    this.network.kernel.emitOn(this.host.name, {
      type: 'connection.closed',
      connection: this.id,
      by: this.host.name,
      reset: false,
    });
    this.transmit(undefined);
    this.ended = true;
    this.wakeUp();
  }

  /** The host is gone: the peer learns of it by a reset. */
  private abort(): void {
    if (this.closed) return;
    this.closed = true;
    const { peer, network } = this;
    if (!peer.host.alive) return;
    network.send(peer.host, peer.host, this.host.name, `rst ${this.id}`, () => {
      if (peer.closed && peer.ended) return;
      network.kernel.emitOn(peer.host.name, { type: 'connection.closed', connection: this.id, by: this.host.name, reset: true });
      peer.error = new ConnectionResetError();
      peer.wakeUp();
    });
  }

  private transmit(bytes: Uint8Array | undefined): void {
    const packet = { bytes, arrived: false };
    this.underWay.push(packet);
    const { peer, network } = this;
    network.send(peer.host, this.host, peer.host.name, `${this.id} ${this.host.name} ${this.sent}`, () => {
      packet.arrived = true;
      while (this.underWay[0]?.arrived) peer.receive((this.underWay.shift() as { bytes: Uint8Array | undefined }).bytes);
    });
  }

  private receive(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.ended = true;
    else if (!this.closed) {
      this.network.kernel.emitOn(this.host.name, { type: 'bytes.delivered', connection: this.id, bytes: bytes.length });
      this.chunks.push(bytes);
    }
    this.wakeUp();
  }

  private wakeUp(): void {
    const wake = this.wake;
    this.wake = undefined;
    wake?.();
  }
}
