import { Utf8Decoder } from '../../../engine/receiver/utf8.js';

/** So many arguments a call takes on every engine. */
const PIECE = 4096;

/** The text of UTF-8 bytes from `start` to `end`, the end exclusive; what is malformed becomes U+FFFD, as in Java. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  let i = start;
  // Records are mostly short and ASCII; a loop over few characters is faster than any call.
  for (; i < end && i - start < 64; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return text + decodeAny(bytes.subarray(i, end));
    text += String.fromCharCode(byte);
  }
  while (i < end) {
    const until = Math.min(end, i + PIECE);
    const piece = bytes.subarray(i, until);
    if (piece.some((byte) => byte >= 0x80)) return text + decodeAny(bytes.subarray(i, end));
    text += String.fromCharCode.apply(undefined, piece as unknown as number[]);
    i = until;
  }
  return text;
}

function decodeAny(bytes: Uint8Array): string {
  const decoder = new Utf8Decoder();
  return decoder.decode(bytes) + decoder.end();
}
