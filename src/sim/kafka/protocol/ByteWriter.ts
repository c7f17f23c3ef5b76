import { utf8Bytes } from '../../../engine/jvm/utf8.js';

/** Writes the fields of a record of an internal topic, big-endian. Model: kafka 2.8.0 common/protocol/types/Type.java. */
export class ByteWriter {
  private readonly bytes: number[] = [];

  int16(value: number): this {
    this.bytes.push((value >> 8) & 255, value & 255);
    return this;
  }

  int32(value: number): this {
    return this.int16(value >> 16).int16(value);
  }

  int64(value: number): this {
    return this.int32(Math.floor(value / 2 ** 32) | 0).int32((value % 2 ** 32) | 0);
  }

  /** null has length -1. */
  text(value: string | null): this {
    if (value === null) return this.int16(-1);
    const bytes = utf8Bytes(value);
    this.int16(bytes.length);
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  blob(value: Uint8Array): this {
    this.int32(value.length);
    for (const byte of value) this.bytes.push(byte);
    return this;
  }

  array<T>(values: readonly T[], write: (value: T) => void): this {
    this.int32(values.length);
    for (const value of values) write(value);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}
