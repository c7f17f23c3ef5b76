import type { Session } from '../recording/index.js';
import { at, press } from './keymap.js';
import { Model } from './model.js';
import { agreementLine, plainRecord, recordLines, titleLine, whyLines } from './plain.js';
import { initialView, type View } from './view.js';

const help = [
  'enter or next: a step on; back: a step back; batch 3; t 2.5s; +20; -5; mark; end; begin;',
  'why TEXT: why the newest thing with this text is there; answer TEXT: predict; stop: what the lesson said; quit.',
];

/** Commands of the dialog that are keys of the screen. */
const keyed: Readonly<Record<string, string>> = {
  '': 'right',
  next: 'right',
  n: 'right',
  back: 'left',
  b: 'left',
  mark: '}',
  end: 'G',
  begin: 'g',
  restart: 'r',
};

/** The screen as a dialog of lines: a command in, lines out; nothing is ever rewritten. */
export class PlainDialog {
  private readonly model: Model;
  private view: View;

  constructor(session: Session) {
    this.model = new Model(session);
    this.view = initialView(session.startAt ?? this.model.stops.steps[0] ?? 0);
  }

  /** What is said before the first command. */
  start(): readonly string[] {
    return [titleLine(this.model.session), ...help, ...this.here(-1)];
  }

  /** @returns undefined for the end of the dialog */
  answer(line: string): readonly string[] | undefined {
    const command = line.trim();
    const [word = '', ...rest] = command.split(/\s+/);
    if (word === 'quit' || word === 'q') return undefined;
    if (word === 'help' || word === '?') return help;
    if (word === 'why') return whyLines(this.model, rest.join(' '), this.view.cursor);
    if (word === 'answer') return this.predict(rest.join(' '));
    if (word === 'stop') {
      const stop = this.model.stopAt(this.view.cursor);
      return stop === undefined ? ['The first stop is still ahead.'] : [`* ${stop.title ?? stop.id}`, stop.say ?? ''];
    }
    const from = this.view.cursor;
    const key = keyed[command];
    this.view = key === undefined ? this.goTo(command) : press(this.view, key, this.model);
    const { notice } = this.view;
    if (notice !== '') {
      const end = this.model.last === this.view.cursor ? agreementLine(this.model) : undefined;
      return end === undefined ? [notice] : [notice, end];
    }
    return this.here(from);
  }

  private goTo(command: string): View {
    const opened: View = { ...this.view, prompt: { kind: 'command', text: command }, overlay: 'commands', overlayRow: 0 };
    return press(opened, 'return', this.model);
  }

  private here(from: number): readonly string[] {
    const { cursor } = this.view;
    return recordLines(plainRecord(this.model, cursor, Math.min(from, cursor)));
  }

  private predict(text: string): readonly string[] {
    const question = this.model.openQuestion(this.view);
    if (question === undefined) return ['There is no question here.'];
    const options = question.type === 'choice' ? question.options() : undefined;
    const answer = options?.[Number(text) - 1] ?? text.replaceAll(' | ', '\n');
    const verdict = question.judge(answer);
    if (verdict === undefined) return ['The answer is still being computed; try again.'];
    const predictions = { ...this.view.predictions, [question.id]: { text: answer, confidence: 2 } };
    const next = this.model.session.stops.find(({ seq }) => seq > this.view.cursor)?.seq ?? this.model.last;
    const from = this.view.cursor;
    this.view = { ...at(this.view, next), predictions };
    return [
      verdict.kind === 'right' ? 'right' : 'not what happened',
      `you:     ${verdict.given.join(' | ')}`,
      `the run: ${verdict.right.join(' | ')}`,
      ...(verdict.misconception === undefined ? [] : [`So it would be if this were true: ${verdict.misconception}.`]),
      ...this.here(from),
    ];
  }
}
