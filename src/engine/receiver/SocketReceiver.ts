import { currentEnvironment } from '../ambient.js';
import { ConnectionRefusedError } from '../errors.js';
import type { Environment } from '../ports/Environment.js';
import type { Connection } from '../ports/Network.js';
import type { Process } from '../ports/Process.js';
import type { StorageLevel } from '../rdd/StorageLevel.js';
import { errorText } from '../scheduler/errorText.js';
import { Receiver } from './Receiver.js';

/** Turns the bytes of one connection into records. */
export interface SocketConverter<T> {
  /** The records that these bytes complete; they may be cut anywhere. */
  push(bytes: Uint8Array): Iterable<T>;
  /** The records that the end of the connection completes. */
  end(): Iterable<T>;
}

/** Reads records from a socket; when the connection ends or is refused it is restarted, for ever (SS-735). Model: apache/spark 3.2.1 streaming/.../dstream/SocketInputDStream.scala. */
export class SocketReceiver<T> extends Receiver<T> {
  private connection: Connection | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly hostName: string,
    private readonly port: number,
    storageLevel: StorageLevel,
    private readonly converter: () => SocketConverter<T>,
  ) {
    super(storageLevel);
  }

  *onStart(): Process<void> {
    const to = `${this.hostName}:${this.port}`;
    this.log('INFO', `Connecting to ${to}`);
    let connection: Connection;
    try {
      connection = yield* currentEnvironment().network.connect(this.hostName, this.port);
    } catch (error) {
      if (!(error instanceof ConnectionRefusedError)) throw error;
      this.restart(`Error connecting to ${to}`, error);
      return;
    }
    this.connection = connection;
    this.log('INFO', `Connected to ${to}`);
    this.startThread('Socket Receiver', () => this.receive(connection));
  }

  onStop(): void {
    if (this.connection === undefined) return;
    this.connection.close();
    this.connection = undefined;
    this.log('INFO', `Closed socket to ${this.hostName}:${this.port}`);
  }

  private *receive(connection: Connection): Process<void> {
    const reader = this.converter();
    const supervisor = this.attached();
    try {
      let bytes: Uint8Array | undefined;
      do {
        bytes = yield* connection.read();
        for (const record of bytes === undefined ? reader.end() : reader.push(bytes)) {
          if (this.isStopped()) break;
          yield* supervisor.pushSingle(record);
        }
      } while (bytes !== undefined && !this.isStopped());
      if (!this.isStopped()) this.restart('Socket data stream had no more data');
      else this.log('INFO', 'Stopped receiving');
    } catch (error) {
      this.log('WARN', 'Error receiving data', error);
      this.restart('Error receiving data', error);
    } finally {
      this.onStop();
    }
  }

  private log(level: 'INFO' | 'WARN', message: string, error?: unknown): void {
    this.environment.console.log(level, 'SocketReceiver', message, error === undefined ? undefined : errorText(error));
  }
}
