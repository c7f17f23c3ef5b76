import { IllegalArgumentException } from '../../../../engine/errors.js';

/** `key=value` words; what follows the first `=` is the value. Model: kafka 2.8.2 core utils/CommandLineUtils.scala `parseKeyValueArgs`. */
export function keyValueArgs(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words
      .filter((word) => word !== '')
      .map((word) => {
        const at = word.indexOf('=');
        if (at === 0) throw new IllegalArgumentException(`Invalid argument: ${word}`);
        return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
      }),
  );
}
