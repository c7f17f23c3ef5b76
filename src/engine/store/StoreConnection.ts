import { currentEnvironment } from '../ambient.js';
import { BatchwiseError } from '../errors.js';
import { utf8Bytes } from '../jvm/utf8.js';
import type { Connection } from '../ports/Network.js';
import type { Process } from '../ports/Process.js';
import { LineReader } from '../receiver/LineReader.js';

/** What travels between a client and its store: plain values. */
export type StoreValue = null | boolean | number | string | readonly StoreValue[] | { readonly [key: string]: StoreValue };

/** A store's answer, as a line of JSON: a value, or what it refused. */
export type StoreReply =
  | { readonly value: StoreValue }
  | { readonly refused: { readonly code: string; readonly message: string; readonly data?: StoreValue } };

/** The connection to a store broke while a request was under way: the request may have been carried out, or not. */
export class StoreConnectionLost extends BatchwiseError {
  override readonly code = 'STORE_CONNECTION_LOST';
  /** Whether it is certain that the request had no effect. */
  readonly isDefinite = false;
  constructor(
    readonly store: string,
    readonly request: string,
    cause?: unknown,
  ) {
    super(
      {
        message: `The connection to ${store} was lost during ${request}.`,
        where: store,
        hint: 'It may have happened or not: connect again and read what is stored before you repeat it.',
      },
      cause,
    );
  }
}

/** A store said no. */
export class StoreRefused extends BatchwiseError {
  constructor(
    override readonly code: string,
    message: string,
    readonly data: StoreValue | undefined,
  ) {
    super(message);
  }
}

/**
 * A connection to a simulated store: one request at a time, each answered by one line. Works from any host, over that host's network.
 * What a client adds is its methods.
 */
export class StoreConnection {
  private readonly reader = new LineReader();
  private readonly lines: string[] = [];
  private isBusy = false;

  private constructor(
    readonly store: string,
    private readonly connection: Connection,
  ) {}

  /** @throws {ConnectionRefusedError} the store is down, or the scenario has none */
  static *open(store: string, port: number): Process<StoreConnection> {
    return new StoreConnection(store, yield* currentEnvironment().network.connect(store, port));
  }

  /**
   * Sends a request and waits for its answer.
   * @param what the request in words, for errors
   * @throws {StoreRefused} it certainly had no effect; {StoreConnectionLost} it may have had one
   */
  *request(what: string, request: StoreValue): Process<StoreValue> {
    if (this.isBusy)
      throw new Error(`The connection to ${this.store} is in use: one request at a time, and ${what} came before the answer.`);
    this.isBusy = true;
    let line: string | undefined;
    try {
      yield* this.connection.write(utf8Bytes(`${JSON.stringify(request)}\n`));
      line = yield* this.readLine();
    } catch (error) {
      throw new StoreConnectionLost(this.store, what, error);
    } finally {
      this.isBusy = false;
    }
    if (line === undefined) throw new StoreConnectionLost(this.store, what);
    const reply = JSON.parse(line) as StoreReply;
    if ('refused' in reply) throw new StoreRefused(reply.refused.code, reply.refused.message, reply.refused.data);
    return reply.value;
  }

  close(): void {
    this.connection.close();
  }

  private *readLine(): Process<string | undefined> {
    while (this.lines.length === 0) {
      const bytes = yield* this.connection.read();
      if (bytes === undefined) return undefined;
      this.lines.push(...this.reader.push(bytes));
    }
    return this.lines.shift();
  }
}
