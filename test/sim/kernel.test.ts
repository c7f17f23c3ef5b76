import { describe, expect, test } from 'vitest';
import { awaiting, type Process } from '../../src/engine/ports/Process.js';
import { Rank } from '../../src/sim/kernel/EventQueue.js';
import { defaultLimits, Kernel } from '../../src/sim/kernel/Kernel.js';
import { SimHost } from '../../src/sim/kernel/SimHost.js';

const ms = 1000;

/** What `run` noted, in order, when the kernel was run to its end. */
function noted(run: (kernel: Kernel, host: SimHost, note: (text: string) => void) => void): string[] {
  const kernel = new Kernel(0, false, defaultLimits);
  const host = new SimHost(kernel, 'host', 1);
  const notes: string[] = [];
  run(kernel, host, (text) => notes.push(`${kernel.now / ms} ${text}`));
  while (kernel.step());
  return notes;
}

describe('a process that wakes up', () => {
  test('goes on after the timers of its instant that were scheduled before, and before deliveries', () => {
    const notes = noted((kernel, host, note) => {
      kernel.schedule(5 * ms, host, 'delivery', () => note('delivery'), Rank.delivery);
      host.spawn(
        'sleeper',
        (function* (): Process {
          yield* awaiting(host.clock.sleep(5));
          note('awake');
          yield* awaiting(host.clock.sleep(0));
          note('awake again');
        })(),
      );
      kernel.schedule(1 * ms, host, 'later', () => host.clock.schedule(5, 'timer', () => note('timer')), Rank.timer);
    });
    expect(notes).toEqual(['5 timer', '5 awake', '5 awake again', '5 delivery']);
  });

  test('two of one instant take turns, as they were scheduled', () => {
    const notes = noted((_, host, note) => {
      const sleeper = function* (name: string): Process {
        for (let i = 0; i < 2; i++) {
          yield* awaiting(host.clock.sleep(1));
          note(name);
        }
      };
      host.spawn('a', sleeper('a'));
      host.spawn('b', sleeper('b'));
    });
    expect(notes).toEqual(['1 a', '1 b', '2 a', '2 b']);
  });

  test('a sleep that takes no time is bounded by the limit of one instant', () => {
    const kernel = new Kernel(0, false, { ...defaultLimits, activationsAtOneInstant: 100 });
    const host = new SimHost(kernel, 'host', 1);
    host.spawn(
      'loop',
      (function* (): Process {
        for (;;) yield* awaiting(host.clock.sleep(0));
      })(),
    );
    while (kernel.step());
    expect(kernel.end?.reason).toBe('100 activations at 0 ms, the last on host (loop): a loop in which no time passes');
    expect(kernel.activations).toBe(101);
  });

  test('a crash leaves nothing of it', () => {
    const notes = noted((kernel, host, note) => {
      host.spawn(
        'sleeper',
        (function* (): Process {
          try {
            yield* awaiting(host.clock.sleep(5));
            note('awake');
          } finally {
            note('finally');
          }
        })(),
      );
      kernel.schedule(3 * ms, { name: 'script', alive: true, enter: (run) => run() }, 'crash', () => host.crash(), Rank.script);
    });
    expect(notes).toEqual([]);
  });
});
