import { Box, type Key as InkKey, render, Text, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import type { Key } from '../keymap.js';
import { FrameSink } from './FrameSink.js';
import { keysOf } from './keys.js';

export interface ScreenIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a screen shows and how it answers keys. */
export interface Screen {
  frame(size: { readonly columns: number; readonly rows: number }): string[];
  /** @returns `leave` to end the screen */
  press(key: Key): 'leave' | undefined;
  /** Called when the screen is there; `changed` has the frame drawn anew. */
  start?(changed: () => void): void;
  stop?(): void;
}

interface RootProps {
  readonly sink: FrameSink;
  readonly screen: Screen;
  readonly onInput: (input: string, key: InkKey) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly version: () => number;
}

/** One text as tall as the terminal: the frame is composed before Ink sees it. */
function Root({ sink, screen, onInput, subscribe, version }: RootProps) {
  useSyncExternalStore(subscribe, version);
  useInput(onInput);
  const { columns, rows } = sink;
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">{screen.frame({ columns, rows }).join('\n')}</Text>
    </Box>
  );
}

/** Shows a screen until it is left; the terminal is then as it was before. */
export async function showFrames(screen: Screen, io: ScreenIo): Promise<void> {
  const sink = new FrameSink(io.stdout);
  const listeners = new Set<() => void>();
  let version = 0;
  const changed = (): void => {
    version++;
    for (const listener of listeners) listener();
  };
  const suspend = (): void => {
    if (process.platform === 'win32') return;
    sink.leave();
    io.stdin.setRawMode?.(false);
    process.once('SIGCONT', () => {
      io.stdin.setRawMode?.(true);
      sink.enter();
      sink.refresh();
      changed();
    });
    process.kill(process.pid, 'SIGTSTP');
  };
  let leave = (): void => {};
  const onInput = (input: string, key: InkKey): void => {
    for (const each of keysOf(input, key)) {
      if (each === 'ctrl-z') suspend();
      else if (each === 'ctrl-l') sink.refresh();
      else if (each === 'ctrl-c' || screen.press(each) === 'leave') {
        leave();
        return;
      }
    }
    changed();
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  sink.start();
  sink.on('resize', changed);
  const app = render(<Root sink={sink} screen={screen} onInput={onInput} subscribe={subscribe} version={() => version} />, {
    stdout: sink as unknown as NodeJS.WriteStream,
    stdin: io.stdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  leave = () => app.unmount();
  screen.start?.(changed);
  try {
    await app.waitUntilExit();
  } finally {
    screen.stop?.();
    sink.stop();
  }
}
