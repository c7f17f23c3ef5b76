import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { afterAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The folder of a learner who has done something before, so that there is no tour; or of a new one. */
function workFolder(isNew = false): string {
  const folder = mkdtempSync(join(tmpdir(), 'batchwise-'));
  folders.push(folder);
  if (isNew) return folder;
  mkdirSync(join(folder, '.batchwise'));
  const entry = { at: '2024-01-01T00:00:00.000Z', lesson: 'none', event: 'stop' };
  writeFileSync(join(folder, '.batchwise', 'progress.jsonl'), `${JSON.stringify(entry)}\n`);
  return folder;
}

/** batchwise in a real pseudo-terminal, with what a user would see. */
class Session {
  private readonly screen: InstanceType<typeof xterm.Terminal>;
  private readonly pty: ReturnType<typeof spawn>;
  private bytes = '';
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;

  constructor(args: readonly string[], cols: number, rows: number, env: Record<string, string> = {}, cwd: string = workFolder()) {
    this.screen = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    this.pty = spawn(process.execPath, [main, ...args], {
      cols,
      rows,
      cwd,
      env: { ...process.env, TERM: 'xterm-256color', ...env } as Record<string, string>,
    });
    this.pty.onData((data) => {
      this.bytes += data;
      this.screen.write(data);
    });
    this.ended = new Promise((resolve) => this.pty.onExit(resolve));
  }

  press(keys: string): void {
    this.pty.write(keys);
  }
  resize(cols: number, rows: number): void {
    this.screen.resize(cols, rows);
    this.pty.resize(cols, rows);
  }
  kill(signal: string): void {
    this.pty.kill(signal);
  }
  get raw(): string {
    return this.bytes;
  }
  get frame(): string[] {
    const { active } = this.screen.buffer;
    return Array.from(
      { length: this.screen.rows },
      (_, i) => active.getLine(active.viewportY + i)?.translateToString(true) ?? '',
    );
  }
  /** The frame, once it has `text` and nothing more comes. */
  async shows(text: string | RegExp): Promise<string[]> {
    const has = (frame: readonly string[]): boolean =>
      frame.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
    for (let i = 0; i < 1000; i++) {
      const before = this.bytes.length;
      await new Promise((resolve) => setTimeout(resolve, 15));
      await new Promise<void>((resolve) => this.screen.write('', resolve));
      const { frame } = this;
      // The sink ends each change with the end of a synchronised update: a frame that is under way has none.
      if (this.bytes.length === before && this.bytes.endsWith('\x1b[?2026l') && has(frame)) return frame;
    }
    throw new Error(`${text} is not on the screen:\n${this.frame.join('\n')}`);
  }
}

const right = '\x1b[C';
const left = '\x1b[D';
const steps = (frame: readonly string[]): [number, number] => {
  const [, at, of] = /step (\d+)\/(\d+)/.exec(frame[0] ?? '') ?? [];
  return [Number(at), Number(of)];
};

describe.each([
  [80, 24],
  [120, 40],
])('at %dx%d', (columns, rows) => {
  test.each(['00', '05', '07', '08'])('lesson %s is stepped to its end and back, the same frames both ways', async (lesson) => {
    const session = new Session(['learn', lesson], columns, rows);
    const first = await session.shows('step 1/');
    const [, last] = steps(first);
    const frames = [first.join('\n')];
    for (let i = 2; i <= last; i++) {
      session.press(right);
      frames.push((await session.shows(`step ${i}/`)).join('\n'));
    }
    for (let i = last - 1; i >= 1; i--) {
      session.press(left);
      expect((await session.shows(`step ${i}/`)).join('\n')).toBe(frames[i - 1]);
    }
    session.press('q');
    expect((await session.ended).exitCode).toBe(0);
  });
});

test('the list opens with L0 on top, opens it and comes back to it', async () => {
  const session = new Session([], 80, 24);
  await session.shows('> 00  First ten minutes');
  session.press('\r');
  await session.shows('step 1/');
  session.press('q');
  await session.shows('> 00  First ten minutes');
  session.press('q');
  expect((await session.ended).exitCode).toBe(0);
});

test('the terminal is left as it was found: by q, by ctrl-c and by a signal', async () => {
  for (const end of ['q', '\x03', 'SIGTERM']) {
    const session = new Session(['learn', '05'], 80, 24);
    await session.shows('step 1/');
    if (end === 'SIGTERM') session.kill(end);
    else session.press(end);
    await session.ended;
    expect(session.raw.lastIndexOf('\x1b[?1049l')).toBeGreaterThan(session.raw.lastIndexOf('\x1b[?1049h'));
    expect(session.raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(session.raw.lastIndexOf('\x1b[?25l'));
  }
});

test('a resize draws the other layout; a small window says what is needed and keeps the place', async () => {
  const session = new Session(['learn', '05'], 120, 40);
  await session.shows('step 1/');
  session.press(right + right);
  await session.shows('step 3/');
  session.resize(60, 20);
  await session.shows('80x24');
  session.resize(80, 24);
  await session.shows('step 3/');
  session.press('q');
  await session.ended;
});

test('several keys that arrive at once all count', async () => {
  const session = new Session(['learn', '05'], 80, 24);
  await session.shows('step 1/');
  session.press('lll');
  await session.shows('step 4/');
  session.press('?');
  await session.shows('terms: ');
  session.press('\x1b[6~');
  await session.shows('next step');
  session.press('\x1b');
  await session.shows('Stage');
  session.press('q');
  await session.ended;
});

test('NO_COLOR: no colours, and the same text', async () => {
  const session = new Session(['learn', '05'], 80, 24, { NO_COLOR: '1' });
  await session.shows('step 1/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence is what is looked for
  expect(session.raw).not.toMatch(/\x1b\[(3[0-7]|9[0-7])m/);
  session.press('q');
  await session.ended;
});

test('the first time there is a tour; stops are kept, and the list opens where the learner left', async () => {
  const folder = workFolder(true);
  const first = new Session(['learn', '00'], 120, 40, {}, folder);
  await first.shows('Tour 1 of 10');
  first.press(right);
  await first.shows('Tour 2 of 10');
  first.press('\x1b');
  await first.shows('T begins it again');
  first.press('}}');
  await first.shows('stop 3 of');
  first.press('q');
  await first.ended;
  const kept = readFileSync(join(folder, '.batchwise', 'progress.jsonl'), 'utf8');
  expect(kept).toContain('"event":"stop"');
  const second = new Session([], 80, 24, {}, folder);
  await second.shows(/started: stop \d/);
  second.press('\r');
  await second.shows('stop 3 of');
  second.press('q');
  await second.shows('> 00');
  second.press('q');
  expect((await second.ended).exitCode).toBe(0);
});

test('a question is answered before the run goes on, and both are shown', async () => {
  const session = new Session(['learn', '08'], 120, 40);
  await session.shows('step 1/');
  session.press('}}}}');
  await session.shows('predict, then see');
  session.press('p');
  await session.shows('Predict, then run');
  session.press('(a,9)\r\r');
  await session.shows('How sure are you?');
  session.press('3');
  await session.shows('not what happened');
  session.press('\r');
  session.press('q');
  await session.ended;
});

test('--plain at a terminal is a dialog of lines', async () => {
  const session = new Session(['learn', '05', '--plain'], 80, 24);
  const says = async (text: string): Promise<void> => {
    for (let i = 0; i < 500 && !session.raw.includes(text); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(session.raw).toContain(text);
  };
  await says('step 1 of');
  session.press('next\r');
  await says('step 2 of');
  session.press('batch 2\r');
  await says('batch 2');
  session.press('why a\r');
  await says('why');
  session.press('quit\r');
  expect((await session.ended).exitCode).toBe(0);
  expect(session.raw).not.toContain('\x1b[?1049h');
});
