import { assertNever } from './errors.js';
import type { Place } from './events.js';
import type { Process } from './ports/Process.js';

const application: Place = { kind: 'application' };
let current: Place = application;

/** Where the user code that runs now was called from. */
export function currentPlace(): Place {
  return current;
}

/** Runs plain code with `place` as the current one. */
export function inPlace<T>(place: Place, body: () => T): T {
  const outer = current;
  current = place;
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** The same process; whenever it runs, `place` is the current one. */
export function processInPlace<T>(place: Place, process: Process<T>): Process<T> {
  return new PlacedProcess(place, process);
}

/** Not a generator, since every record of a receiver passes through it. */
class PlacedProcess<T> implements Process<T> {
  constructor(
    private readonly place: Place,
    private readonly process: Process<T>,
  ) {}

  next(answer?: unknown): ReturnType<Process<T>['next']> {
    const outer = current;
    current = this.place;
    try {
      return this.process.next(answer);
    } finally {
      current = outer;
    }
  }
  throw(error: unknown): ReturnType<Process<T>['next']> {
    return inPlace(this.place, () => this.process.throw(error));
  }
  return(value: T): ReturnType<Process<T>['next']> {
    return inPlace(this.place, () => this.process.return(value));
  }
  [Symbol.iterator](): this {
    return this;
  }
}

/** The place in words: `batch 2000 ms, output 1`. */
export function placeText(place: Place): string {
  switch (place.kind) {
    case 'application':
      return 'the application';
    case 'generation':
      return `generation of batch ${place.batchTime} ms`;
    case 'job':
      return `batch ${place.batchTime} ms, output ${place.output}`;
    case 'task': {
      const task = `task of stage ${place.stage}, partition ${place.partition}, attempt ${place.attempt}, executor ${place.executor}`;
      return place.batchTime === undefined ? task : `batch ${place.batchTime} ms, ${task}`;
    }
    case 'receiver':
      return `receiver of stream ${place.stream}`;
    default:
      return assertNever(place);
  }
}
