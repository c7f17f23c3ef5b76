const replacement = '\ufffd';
const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/**
 * UTF-8 as Java's stream decoder reads it: what is malformed becomes U+FFFD, once for each maximal well-begun sequence, and once for the three bytes
 * of an encoded surrogate. Bytes of a character may arrive in several chunks. Checked against conformance/runtime `socket-lines`.
 */
export class Utf8Decoder {
  private rest: number[] = [];

  /** The characters that `bytes` complete. */
  decode(bytes: Uint8Array): string {
    let text = '';
    let start = 0;
    // Plain ASCII after nothing that is pending: by far the usual case.
    if (this.rest.length === 0) {
      const end = bytes.findIndex((byte) => byte >= 0x80);
      start = end < 0 ? bytes.length : end;
      for (let i = 0; i < start; i++) text += String.fromCharCode(bytes[i] as number);
    }
    for (let i = start; i < bytes.length; i++) {
      this.rest.push(bytes[i] as number);
      text += this.take(false);
    }
    return text;
  }

  /** The end of the input: what was begun is malformed. */
  end(): string {
    return this.take(true);
  }

  private take(atEnd: boolean): string {
    let text = '';
    while (this.rest.length > 0) {
      const length = sequence(this.rest);
      if (length === 0) {
        if (!atEnd) return text;
        this.rest = [];
        return text + replacement;
      }
      const taken = this.rest.splice(0, Math.abs(length));
      text += length < 0 ? replacement : String.fromCodePoint(codePoint(taken));
    }
    return text;
  }
}

/** Length of the character at the start; negative: so many bytes are malformed; 0: more bytes are needed. */
function sequence(bytes: readonly number[]): number {
  const [b1 = 0, b2, b3, b4] = bytes;
  if (b1 < 0x80) return 1;
  if (b1 < 0xc2 || b1 > 0xf4) return -1;
  if (b2 === undefined) return 0;
  if (!isContinuation(b2) || (b1 === 0xe0 && b2 < 0xa0) || (b1 === 0xf0 && b2 < 0x90) || (b1 === 0xf4 && b2 > 0x8f)) return -1;
  if (b1 < 0xe0) return 2;
  if (b3 === undefined) return 0;
  if (!isContinuation(b3)) return -2;
  if (b1 < 0xf0) return b1 === 0xed && b2 >= 0xa0 ? -3 : 3;
  if (b4 === undefined) return 0;
  return isContinuation(b4) ? 4 : -3;
}

function codePoint(bytes: readonly number[]): number {
  const [b1 = 0, ...more] = bytes;
  const lead = bytes.length === 1 ? b1 : b1 & (0xff >> (bytes.length + 1));
  return more.reduce((value, byte) => (value << 6) | (byte & 0x3f), lead);
}
