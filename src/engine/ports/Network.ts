import type { Process } from './Process.js';

/** A byte stream to another host. Bytes arrive in chunks that cut lines anywhere. */
export interface Connection {
  /** The next chunk, or `undefined` once the peer has ended its half. @throws {ConnectionResetError} */
  read(): Process<Uint8Array | undefined>;
  write(bytes: Uint8Array): Process<void>;
  /** Ends both halves; a pending `read` gives `undefined`. */
  close(): void;
}

export interface Network {
  /** @throws {ConnectionRefusedError} nobody listens, or the host is down */
  connect(host: string, port: number): Process<Connection>;
}
