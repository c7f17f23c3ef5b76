/**
 * Java's `text.split(separator)` for a plain separator: empty strings at the end are dropped, those at the start stay, and `""` gives one
 * empty string. Other than in Java, `separator` is not a regular expression; it must not be empty.
 */
export function javaSplit(text: string, separator = ' '): string[] {
  const parts = text.split(separator);
  // Without a match Java returns the text itself, even when it is empty.
  if (parts.length === 1) return parts;
  let length = parts.length;
  while (length > 0 && parts[length - 1] === '') length--;
  parts.length = length;
  return parts;
}
