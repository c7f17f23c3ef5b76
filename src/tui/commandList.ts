import { keyTable } from './keys.js';
import type { Model } from './model.js';

/** A line of the command list: a command of the key table, or a place to go to. */
export interface ListedCommand {
  readonly title: string;
  /** Its key, or what kind of place it is. */
  readonly note: string;
  readonly run: { readonly command: string } | { readonly goTo: number };
}

/** The commands that fit what was typed, the best first: letters in their order, those at the beginnings of words count more. */
export function listedCommands(model: Model, typed: string): readonly ListedCommand[] {
  const wanted = typed.trim().toLowerCase();
  const found: { readonly entry: ListedCommand; readonly score: number }[] = [];
  for (const entry of allCommands(model)) {
    const score = matchScore(wanted, entry.title.toLowerCase());
    if (score !== undefined) found.push({ entry, score });
  }
  return found.sort((a, b) => b.score - a.score).map(({ entry }) => entry);
}

function* allCommands(model: Model): Iterable<ListedCommand> {
  for (const stop of model.session.stops)
    yield { title: `stop: ${stop.title ?? stop.id}`, note: 'place', run: { goTo: stop.seq } };
  for (const batch of model.batches.all) yield { title: `batch ${batch.number}`, note: 'place', run: { goTo: batch.bornAt } };
  for (const { id, keys, text } of keyTable) yield { title: text, note: keys[0] ?? '', run: { command: id } };
}

/** How well `wanted` fits: as a whole, or letter by letter, each next to the one before or at the beginning of a word; undefined when it does not. */
function matchScore(wanted: string, title: string): number | undefined {
  if (wanted === '') return 0;
  const whole = title.indexOf(wanted);
  if (whole >= 0) return 1000 - whole;
  let score = 0;
  let at = -1;
  for (const letter of wanted.replaceAll(' ', '')) {
    if (at >= 0 && title[at + 1] === letter) {
      score += 2;
      at++;
      continue;
    }
    const next = wordStart(title, letter, at + 1);
    if (next === undefined) return undefined;
    score++;
    at = next;
  }
  return score;
}

function wordStart(title: string, letter: string, from: number): number | undefined {
  for (let at = from; at < title.length; at++) if (title[at] === letter && (at === 0 || title[at - 1] === ' ')) return at;
  return undefined;
}
