import { EventEmitter } from 'node:events';

const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const leave = '\x1b[?7h\x1b[?25h\x1b[?1049l';
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The output that Ink is given: it takes whole frames and sends to the terminal the rows that changed, at absolute positions in the alternate screen.
 * Whatever ends the program, the terminal is left as it was found (tui.md, decision 1).
 */
export class FrameSink extends EventEmitter {
  readonly isTTY = true;
  lastFrame = '';
  private shown: string[] = [];
  private open = false;
  private readonly cleanups: (() => void)[] = [];

  constructor(private readonly terminal: NodeJS.WriteStream) {
    super();
    this.setMaxListeners(0);
  }

  get columns(): number {
    return this.terminal.columns || 80;
  }
  get rows(): number {
    return this.terminal.rows || 24;
  }

  start(): void {
    this.enter();
    const resized = (): void => {
      this.repaint();
      this.emit('resize');
    };
    const exit = (): void => this.stop();
    this.terminal.on('resize', resized);
    process.on('exit', exit);
    this.cleanups.push(
      () => this.terminal.off('resize', resized),
      () => process.off('exit', exit),
    );
    for (const signal of signals) {
      const ended = (): void => {
        this.stop();
        // The signal does what it would have done without us.
        process.kill(process.pid, signal);
      };
      process.on(signal, ended);
      this.cleanups.push(() => process.off(signal, ended));
    }
  }

  stop(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    this.leave();
  }

  /** Alternate screen on; the next frame is painted whole. */
  enter(): void {
    if (this.open) return;
    this.open = true;
    this.terminal.write(enter);
    this.repaint();
  }

  leave(): void {
    if (!this.open) return;
    this.open = false;
    this.terminal.write(leave);
  }

  /** Forgets what is on the terminal. */
  repaint(): void {
    this.shown = [];
    if (this.open) this.terminal.write('\x1b[2J');
  }

  /** Paints the last frame again: after a suspension. */
  refresh(): void {
    this.repaint();
    this.write(this.lastFrame);
  }

  write(frame: string): boolean {
    this.lastFrame = frame;
    if (!this.open) return true;
    const lines = frame.replace(/\n$/, '').split('\n').slice(0, this.rows);
    let bytes = '';
    for (let i = 0; i < Math.max(lines.length, this.shown.length); i++) {
      const line = lines[i] ?? '';
      if (this.shown[i] === line) continue;
      // Cleared before, not after: at the last column an erase would take the last cell with it.
      bytes += `\x1b[${i + 1};1H\x1b[2K${line}\x1b[0m`;
    }
    this.shown = lines;
    if (bytes !== '') this.terminal.write(`\x1b[?2026h${bytes}\x1b[?2026l`);
    return true;
  }
}
