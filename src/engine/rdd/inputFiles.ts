import { JavaError } from '../errors.js';
import type { Storage } from '../ports/Storage.js';

export interface InputFile {
  readonly path: string;
  /** In bytes of UTF-8. */
  readonly length: number;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * The files that a path stands for, by name: a file, a directory (without files that begin with `_` or `.`), a pattern with `*` and `?`
 * in its last part, or several of these with commas between.
 * Model: apache/hadoop 3.3.1 .../mapred/FileInputFormat.java `listStatus`.
 * @param javaClass the class of Hadoop's error
 * @throws {JavaError} nothing is there
 */
export function inputFiles(storage: Storage, paths: string, javaClass: string): InputFile[] {
  const missing = (message: string): JavaError =>
    new JavaError(javaClass, message, new JavaError('java.io.IOException', message));
  const found = paths.split(',').flatMap((path) => {
    if (!/[*?]/.test(nameOf(path))) {
      if (!storage.exists(path)) throw missing(`Input path does not exist: ${path}`);
      return [path];
    }
    const pattern = new RegExp(`^${[...nameOf(path)].map(patternOf).join('')}$`, 'u');
    const matches = storage.list(path.slice(0, path.lastIndexOf('/')) || '/').map((each) => each.path);
    const matching = matches.filter((each) => pattern.test(nameOf(each)) && !isHidden(each));
    if (matching.length === 0) throw missing(`Input Pattern ${path} matches 0 files`);
    return matching;
  });
  return found.flatMap((path) => filesAt(storage, path)).map((path) => ({ path, length: bytesOf(storage, path) }));
}

const isHidden = (path: string): boolean => /^[_.]/.test(nameOf(path));

const patternOf = (char: string): string =>
  char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[\\^$.|+()[\]{}/-]/, String.raw`\$&`);

/** The file itself, or what is in the directory. */
function filesAt(storage: Storage, path: string): string[] {
  const children = storage.list(path);
  if (children.length === 0) return isDirectory(storage, path) ? [] : [path];
  return children.filter((each) => !each.isDirectory && !isHidden(each.path)).map((each) => each.path);
}

function isDirectory(storage: Storage, path: string): boolean {
  const bare = path.replace(/\/+$/, '');
  const parent = bare.slice(0, bare.lastIndexOf('/')) || '/';
  return storage.list(parent).some((each) => nameOf(each.path) === nameOf(bare) && each.isDirectory);
}

const bytesOf = (storage: Storage, path: string): number =>
  (storage.read(path) as readonly string[]).reduce((sum, line) => sum + utf8Length(line) + 1, 0);

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
