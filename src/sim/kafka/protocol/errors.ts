import { type ErrorParts, JavaError } from '../../../engine/errors.js';

const COMMON = 'org.apache.kafka.common';
const ERRORS = `${COMMON}.errors`;

/**
 * Base of Kafka's exceptions: `javaClass` and `message` are those of the Java clients. Model: kafka 2.8.0 common/KafkaException.java.
 * @param packageName the Java package of the class; its simple name is that of the TypeScript class
 */
export class KafkaException extends JavaError {
  override readonly code: string = 'KAFKA';
  constructor(parts: ErrorParts | string, cause?: unknown, packageName = COMMON) {
    // A bundler tells two classes of one name apart by a suffix.
    super(`${packageName}.${new.target.name.replace(/\$\d+$/, '')}`, parts, cause);
  }
}

/** What a broker's answer stands for. Model: kafka 2.8.0 common/errors/ApiException.java. */
export class ApiException extends KafkaException {
  constructor(parts: ErrorParts | string = '', cause?: unknown, packageName = ERRORS) {
    super(parts, cause, packageName);
  }
}

/** The same request may succeed later; clients repeat it by themselves (KA-206). */
export class RetriableException extends ApiException {}

/** Retriable, and the client's picture of the cluster is out of date: it asks for new metadata first (KA-206). */
export class InvalidMetadataException extends RetriableException {}

export class AuthenticationException extends ApiException {}
export class AuthorizationException extends ApiException {}

/** A wait of the client, or of the broker for its replicas, took too long. What was asked for may have happened. */
export class TimeoutException extends RetriableException {}

/** `wakeup()` was called: the blocking call gives up, records already taken stay (KA-128). */
export class WakeupException extends KafkaException {
  constructor() {
    super('', undefined, ERRORS);
  }
}

/** Bytes and values do not fit: a key or value that cannot be written, or read. */
export class SerializationException extends KafkaException {
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super(parts, cause, ERRORS);
  }
}

/** A configuration that cannot work; the client is not constructed. */
export class ConfigException extends KafkaException {
  constructor(parts: ErrorParts | string, cause?: unknown) {
    super(parts, cause, `${COMMON}.config`);
  }
}
