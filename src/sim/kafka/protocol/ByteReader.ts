import { decodeUtf8 } from './decodeUtf8.js';

/** Reads what `ByteWriter` wrote. */
export class ByteReader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  int16(): number {
    this.at += 2;
    return this.view.getInt16(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.view.getInt32(this.at - 4);
  }

  int64(): number {
    const high = this.int32();
    return high * 2 ** 32 + (this.int32() >>> 0);
  }

  text(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    this.at += length;
    return decodeUtf8(this.bytes, this.at - length, this.at);
  }

  blob(): Uint8Array {
    const length = this.int32();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  array<T>(read: () => T): T[] {
    return Array.from({ length: this.int32() }, read);
  }
}
