import { type Content, listed } from '../content.js';
import { markdownRows } from '../markdown.js';
import type { Model } from '../model.js';
import type { Row } from '../row.js';
import type { View } from '../view.js';

/** How an answer of each type is typed. */
const ways: Readonly<Record<string, string>> = {
  output: 'Type each line and enter; an empty line ends the answer.',
  number: 'Type a number, then enter.',
  choice: 'Type the number of an answer, then enter.',
  set: 'Type them with commas between, in any order, then enter.',
  order: 'Type them in order with commas between, then enter.',
};

/** A question that is being answered: its text, the options of a choice, what was typed. Nothing of what comes is shown. */
export function questionView(model: Model, view: View, width: number): Content {
  const question = model.question(view.asked);
  if (question === undefined) return listed('? Question', []);
  const rows: Row[] = [[['bold', question.title]], ...markdownRows(question.text, width - 2), []];
  if (question.type === 'choice') {
    const options = question.options();
    if (options === undefined) rows.push([['dim', 'The answers are being computed …']]);
    options?.forEach((option, i) => {
      rows.push([['accent', ` ${i + 1}  `], option]);
    });
    rows.push([]);
  }
  const { kind, text = '' } = view.prompt ?? {};
  const typed = text.split('\n');
  typed.forEach((line, i) => {
    rows.push([
      i === 0 ? 'your answer: ' : '             ',
      ['bold', line],
      i === typed.length - 1 && kind === 'answer' ? '_' : '',
    ]);
  });
  if (kind === 'confidence') {
    rows.push(
      [],
      ['How sure are you?  ', ['accent', '1'], ' a guess  ', ['accent', '2'], ' I think so  ', ['accent', '3'], ' sure'],
    );
  } else rows.push([], [['dim', ways[question.type] ?? '']]);
  return listed('? Predict, then run', rows, { note: 'esc skips', anchor: rows.length - 1, anchorAt: 1 });
}
