import type { Recording } from '../../recording/index.js';

/**
 * What Redis holds at the end of a run, from the commands that took effect: texts under their key, fields of hashes under `key field`. For keys,
 * fields and values without blanks at their ends; fields may have blanks inside. A crash of Redis itself is not taken into account.
 */
export function redisContents(recording: Recording): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (const event of recording) {
    if (event.type !== 'sink.written' || event.store !== 'redis') continue;
    const [command = '', ...words] = event.text.split(' ');
    const value = words.at(-1) ?? '';
    const place = words.slice(0, -1).join(' ');
    switch (command.toUpperCase()) {
      case 'SET':
      case 'HSET':
        contents.set(place, value);
        break;
      case 'SETNX':
        if (!contents.has(place)) contents.set(place, value);
        break;
      case 'INCRBY':
      case 'HINCRBY':
        contents.set(place, String(Number(contents.get(place) ?? 0) + Number(value)));
        break;
      case 'HDEL':
        contents.delete(words.join(' '));
        break;
      case 'DEL':
        for (const key of words)
          for (const held of [...contents.keys()]) if (held === key || held.startsWith(`${key} `)) contents.delete(held);
    }
  }
  return contents;
}
