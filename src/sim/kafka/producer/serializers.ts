import { utf8Bytes } from '../../../engine/jvm/utf8.js';
import { decodeUtf8 } from '../protocol/decodeUtf8.js';
import { ConfigException, SerializationException } from '../protocol/errors.js';

const PACKAGE = 'org.apache.kafka.common.serialization.';

/** Values to bytes; null and undefined stay what they are. */
export interface Serializer {
  serialize(topic: string, value: unknown): Uint8Array | undefined;
}
/** Bytes to values. @throws {SerializationException} they cannot be read */
export interface Deserializer {
  deserialize(topic: string, data: Uint8Array | undefined): unknown;
}

function fixed(bytes: number, write: (view: DataView, value: unknown) => void): Serializer {
  return {
    serialize: (_, value) => {
      if (value === undefined || value === null) return undefined;
      const result = new Uint8Array(bytes);
      write(new DataView(result.buffer), value);
      return result;
    },
  };
}

function fixedReader(name: string, bytes: number, read: (view: DataView) => unknown): Deserializer {
  return {
    deserialize: (_, data) => {
      if (data === undefined) return null;
      if (data.length !== bytes) throw new SerializationException(`Size of data received by ${name} is not ${bytes}`);
      return read(new DataView(data.buffer, data.byteOffset, data.length));
    },
  };
}

const serializers: Readonly<Record<string, Serializer>> = {
  StringSerializer: { serialize: (_, value) => (value === undefined || value === null ? undefined : utf8Bytes(String(value))) },
  IntegerSerializer: fixed(4, (view, value) => view.setInt32(0, Number(value))),
  LongSerializer: fixed(8, (view, value) => view.setBigInt64(0, BigInt(value as number))),
  DoubleSerializer: fixed(8, (view, value) => view.setFloat64(0, Number(value))),
  ByteArraySerializer: { serialize: (_, value) => (value ?? undefined) as Uint8Array | undefined },
};

const deserializers: Readonly<Record<string, Deserializer>> = {
  StringDeserializer: { deserialize: (_, data) => (data === undefined ? null : decodeUtf8(data)) },
  IntegerDeserializer: fixedReader('IntegerDeserializer', 4, (view) => view.getInt32(0)),
  LongDeserializer: {
    deserialize: (_, data) => {
      if (data === undefined) return null;
      if (data.length !== 8) throw new SerializationException('Size of data received by LongDeserializer is not 8');
      return Number(new DataView(data.buffer, data.byteOffset, 8).getBigInt64(0));
    },
  },
  DoubleDeserializer: fixedReader('DoubleDeserializer', 8, (view) => view.getFloat64(0)),
  ByteArrayDeserializer: { deserialize: (_, data) => data ?? null },
};

/** The serialiser that a configuration names, or is; strings when it says nothing. @throws {ConfigException} there is none of that name */
export const serializerOf = (key: string, config: unknown): Serializer => choose(key, config, serializers, 'StringSerializer');

/** As `serializerOf`, for reading. */
export const deserializerOf = (key: string, config: unknown): Deserializer =>
  choose(key, config, deserializers, 'StringDeserializer');

function choose<T>(key: string, config: unknown, known: Readonly<Record<string, T>>, fallback: string): T {
  if (config === undefined) return known[fallback] as T;
  if (typeof config !== 'string') return config as T;
  const found = known[config.startsWith(PACKAGE) ? config.slice(PACKAGE.length) : config];
  if (found === undefined)
    throw new ConfigException(`Invalid value ${config} for configuration ${key}: Class ${config} could not be found.`);
  return found;
}
