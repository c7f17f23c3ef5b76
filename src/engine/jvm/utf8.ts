/**
 * Bytes of a text as Java's `getBytes(UTF_8)` gives them: half a surrogate pair becomes `?`. Model: openjdk 17 java.base/sun/nio/cs/UTF_8.java.
 */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[at++] = unit;
      continue;
    }
    const code = text.codePointAt(i) as number;
    if (code >= 0x10000) {
      i++;
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 63);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    } else if (isSurrogate(code)) {
      bytes[at++] = QUESTION_MARK;
    } else {
      if (code >= 0x800) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 63);
      } else {
        bytes[at++] = 0xc0 | (code >> 6);
      }
      bytes[at++] = 0x80 | (code & 63);
    }
  }
  return bytes;
}

/** How many bytes `utf8Bytes` gives, without making them. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    const code = text.codePointAt(i) as number;
    if (code >= 0x10000) {
      i++;
      length += 2;
    } else if (!isSurrogate(code)) {
      length += code >= 0x800 ? 2 : 1;
    }
  }
  return length;
}

const QUESTION_MARK = 0x3f;
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;
