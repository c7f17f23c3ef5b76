import { EventList } from '../../../src/recording/EventList.js';
import type { RunEvent } from '../../../src/recording/events.js';
import { Recording } from '../../../src/recording/Recording.js';
import type { WorldEventInput } from '../../../src/sim/events.js';

/** Collects events as a world would: numbers them, stamps the time, and sorts nothing. */
export class EventBuilder {
  readonly events: RunEvent[] = [];
  private nowUs = 0;

  /** Moves the clock to `ms`. */
  at(ms: number): this {
    this.nowUs = Math.round(ms * 1000);
    return this;
  }

  emit(event: WorldEventInput, host = 'driver'): this {
    const seq = this.events.length;
    this.events.push({ ...event, seq, at: this.nowUs, host, cause: event.cause ?? seq - 1 } as RunEvent);
    return this;
  }

  recording(programText = '', scriptText = ''): Recording {
    return new Recording(new EventList(this.events), { programText, scriptText, seed: '42', settings: {} });
  }
}
