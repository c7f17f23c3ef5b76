import { Utf8Decoder } from './utf8.js';

/**
 * Cuts a byte stream into lines, which end at `\n`, `\r` or `\r\n` (SS-735). A line is known when its end is: of `\r` at once, since a `\n` that
 * follows it is dropped when it comes.
 */
export class LineReader {
  private readonly decoder = new Utf8Decoder();
  private line = '';
  private afterReturn = false;

  /** The lines that `bytes` end. */
  push(bytes: Uint8Array): string[] {
    return this.cut(this.decoder.decode(bytes));
  }

  /** The lines that the end of the stream ends. */
  end(): string[] {
    const lines = this.cut(this.decoder.end());
    if (this.line !== '') lines.push(this.line);
    this.line = '';
    return lines;
  }

  private cut(text: string): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit !== 10 && unit !== 13) {
        this.afterReturn = false;
        continue;
      }
      if (unit === 10 && this.afterReturn) {
        this.afterReturn = false;
        start = i + 1;
        continue;
      }
      lines.push(this.line + text.slice(start, i));
      this.line = '';
      start = i + 1;
      this.afterReturn = unit === 13;
    }
    this.line += text.slice(start);
    return lines;
  }
}
