/** What every error of batchwise says: what happened, where, and what to do next. */
export interface ErrorParts {
  readonly message: string;
  /** Operator, batch, partition, file and line: as much as is known. */
  readonly where?: string;
  /** The next action. */
  readonly hint?: string;
}

/** Base of all errors. `javaClass` is set where Spark raises one for the same condition; then `message` is Spark's text. */
export class BatchwiseError extends Error {
  readonly code: string = 'ERROR';
  readonly javaClass: string | undefined = undefined;
  readonly where: string | undefined;
  readonly hint: string | undefined;
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super(typeof parts === 'string' ? parts : parts.message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.where = typeof parts === 'string' ? undefined : parts.where;
    this.hint = typeof parts === 'string' ? undefined : parts.hint;
  }
}

/** An error that stands for a Java exception: `javaClass` and `message` are what Spark would show. */
export class JavaError extends BatchwiseError {
  override readonly code: string = 'JAVA';
  override readonly javaClass: string;
  constructor(javaClass: string, parts: ErrorParts | string, cause?: unknown) {
    super(parts, cause);
    this.javaClass = javaClass;
  }
  /** As `Throwable.toString` prints it. */
  override toString(): string {
    return this.message === '' ? this.javaClass : `${this.javaClass}: ${this.message}`;
  }
}

export class SparkException extends JavaError {
  override readonly code: string = 'SPARK';
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super('org.apache.spark.SparkException', parts, cause);
  }
}

export class IllegalArgumentException extends JavaError {
  override readonly code: string = 'ILLEGAL_ARGUMENT';
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super('java.lang.IllegalArgumentException', parts, cause);
  }
}

export class IllegalStateException extends JavaError {
  override readonly code: string = 'ILLEGAL_STATE';
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super('java.lang.IllegalStateException', parts, cause);
  }
}

export class UnsupportedOperationException extends JavaError {
  override readonly code: string = 'UNSUPPORTED_OPERATION';
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super('java.lang.UnsupportedOperationException', parts, cause);
  }
}

/** Scala's `Map.apply` and `Option.get` where there is nothing. */
export class NoSuchElementException extends JavaError {
  override readonly code: string = 'NO_SUCH_ELEMENT';
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super('java.util.NoSuchElementException', parts, cause);
  }
}

/** Scala's `require`: throws `IllegalArgumentException("requirement failed: …")` unless `condition` holds (SS-001). */
export function require(condition: boolean, message: string): void {
  if (!condition) throw new IllegalArgumentException(`requirement failed: ${message}`);
}

/** For the default branch of a switch over a closed union. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String((value as { type?: unknown })?.type ?? value)}`);
}

/** Nobody listens on the port, or the host is down. */
export class ConnectionRefusedError extends JavaError {
  override readonly code: string = 'CONNECTION_REFUSED';
  constructor(message = 'Connection refused') {
    super('java.net.ConnectException', message);
  }
}

/** The peer of a connection is gone. */
export class ConnectionResetError extends JavaError {
  override readonly code: string = 'CONNECTION_RESET';
  constructor(message = 'Connection reset') {
    super('java.net.SocketException', message);
  }
}
