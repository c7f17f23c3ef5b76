import { Batches } from './batches.js';
import { type GraphStream, ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

/** One output of a windowed stream. */
export interface WindowFire {
  readonly seq: number;
  readonly batchTime: number;
  /** Batch times inside the window, oldest first. */
  readonly members: readonly number[];
}

/** What became of a batch in one window program: in how many outputs it was counted so far, and whether more can come. */
export interface Membership {
  readonly batchTime: number;
  readonly counted: number;
  /** A later output will hold it. */
  readonly isDue: boolean;
  /** No output will ever hold it. */
  readonly isNever: boolean;
  /** Not generated yet. */
  readonly isAhead: boolean;
}

/** A stream with a window, its outputs, and the batches in them. */
export class WindowStream {
  readonly fires: WindowFire[] = [];
  /** Batch times at which it was asked and had nothing to give. */
  readonly invalid: { readonly seq: number; readonly batchTime: number }[] = [];

  constructor(
    /** `A`, `B`, … in the order of the program. */
    readonly label: string,
    readonly stream: number,
    readonly operator: string,
    readonly windowMs: number,
    readonly slideMs: number,
    readonly parentSlideMs: number,
    readonly line: number | undefined,
    private readonly zeroTime: number,
  ) {}

  /** The first output, at or after `batchTime`, that this stream makes. */
  private nextFire(batchTime: number): number {
    return this.zeroTime + Math.ceil((batchTime - this.zeroTime) / this.slideMs) * this.slideMs;
  }

  /** Batch times in `(validTime - window, validTime]`. */
  membersOf(validTime: number): readonly number[] {
    const members: number[] = [];
    const oldest = Math.max(validTime - this.windowMs, this.zeroTime) + this.parentSlideMs;
    for (let time = oldest; time <= validTime; time += this.parentSlideMs) members.push(time);
    return members;
  }

  /** Whether a batch is in no window, whatever happens: the slide steps over it. */
  isNeverHeld(batchTime: number): boolean {
    return this.nextFire(batchTime) - this.windowMs >= batchTime;
  }

  /** In how many outputs each batch will be, once all have been made. */
  get timesCounted(): number {
    return this.windowMs / this.slideMs;
  }

  firesAt(seq: number): readonly WindowFire[] {
    return this.fires.slice(0, countUpTo(this.fires, seq));
  }

  /** The first of the outputs so far whose batch time is not before `batchTime`. */
  private firstFrom(batchTime: number, made: number): number {
    let low = 0;
    let high = made;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.fires[middle]!.batchTime < batchTime) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param bornAt event that generated the batch */
  membership(batchTime: number, bornAt: number, seq: number): Membership {
    const { fires } = this;
    const made = countUpTo(fires, seq);
    let counted = 0;
    // Only the outputs less than a window after the batch can hold it.
    for (let i = this.firstFrom(batchTime, made); i < made && fires[i]!.batchTime < batchTime + this.windowMs; i++) {
      if (fires[i]!.members.includes(batchTime)) counted++;
    }
    const lastFired = fires[made - 1]?.batchTime ?? this.zeroTime;
    const isNever = this.isNeverHeld(batchTime);
    const next = this.nextFire(Math.max(batchTime, lastFired + 1));
    return { batchTime, counted, isNever, isDue: !isNever && next - this.windowMs < batchTime, isAhead: bornAt > seq };
  }
}

/** Records of the batches generated so far, sorted by what a window program did with them; the parts add up to `records`. */
export interface WindowLedger {
  readonly records: number;
  /** In exactly one output so far. */
  readonly once: number;
  /** In several. */
  readonly more: number;
  /** In none yet, but in a later one. */
  readonly due: number;
  /** In none, ever. */
  readonly lost: number;
  /** Sum over outputs of the records in them: a record counts as often as it was read. */
  readonly counted: number;
}

/** The windows of a program. */
export class Windows {
  readonly streams: readonly WindowStream[];
  private readonly settledLedgers = new Map<WindowStream, WindowLedger[]>();

  private constructor(
    streams: readonly WindowStream[],
    private readonly batches: Batches,
  ) {
    this.streams = streams;
  }

  static of(this: void, recording: Recording): Windows {
    const graph = recording.project(ProgramGraph.of);
    const byStream = new Map<number, WindowStream>();
    for (const stream of graph.streams.values()) {
      if (stream.windowMs === undefined) continue;
      byStream.set(stream.stream, windowStream(stream, graph, byStream.size));
    }
    const seen = new Set<string>();
    for (const event of recording) {
      if (event.type === 'rdd.generated') {
        const window = byStream.get(event.stream);
        const { seq, batchTime } = event;
        // A batch that is generated again after a recovery makes its window again: still one output.
        if (window === undefined || seen.has(`${event.stream} ${batchTime}`)) continue;
        seen.add(`${event.stream} ${batchTime}`);
        window.fires.push({ seq, batchTime, members: event.members ?? window.membersOf(batchTime) });
      } else if (event.type === 'time.invalid') {
        byStream.get(event.stream)?.invalid.push({ seq: event.seq, batchTime: event.batchTime });
      }
    }
    return new Windows([...byStream.values()], recording.project(Batches.of));
  }

  ledger(window: WindowStream, seq: number): WindowLedger {
    // Batches that no further output can hold are summed once; only those behind them are looked at.
    const settled = this.settledCount(window, seq);
    const sums = { ...this.settled(window)[settled]! };
    for (let i = settled; i < this.batches.all.length; i++) {
      const batch = this.batches.all[i]!;
      const records = batch.recordsAt(seq) ?? 0;
      // A batch is given its records just before it is made.
      if (batch.bornAt > seq && records === 0) continue;
      addTo(sums, records, window.membership(batch.time, batch.bornAt, seq));
    }
    return sums;
  }

  /** How many of the first batches lie before every window that is still to come. */
  private settledCount(window: WindowStream, seq: number): number {
    const last = window.fires[countUpTo(window.fires, seq) - 1]?.batchTime;
    if (last === undefined) return 0;
    let low = 0;
    let high = this.batches.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.batches.all[middle]!.time <= last - window.windowMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** For each number of leading batches, what the whole run did with them. */
  private settled(window: WindowStream): readonly WindowLedger[] {
    let ledgers = this.settledLedgers.get(window);
    if (ledgers === undefined) {
      const sums = { records: 0, once: 0, more: 0, due: 0, lost: 0, counted: 0 };
      ledgers = [{ ...sums }];
      for (const batch of this.batches.all) {
        addTo(sums, batch.recordsAt(whole) ?? 0, window.membership(batch.time, batch.bornAt, whole));
        ledgers.push({ ...sums });
      }
      this.settledLedgers.set(window, ledgers);
    }
    return ledgers;
  }

  /** Records in the batches of an output. */
  recordsIn(fire: WindowFire, seq: number): number {
    return fire.members.reduce((sum, time) => sum + (this.batches.ofTime(time)?.recordsAt(seq) ?? 0), 0);
  }
}

/** A position behind every event. */
const whole = Number.MAX_SAFE_INTEGER;

type Sums = { -readonly [Part in keyof WindowLedger]: number };

function addTo(sums: Sums, records: number, { counted, isNever, isDue }: Membership): void {
  sums.records += records;
  sums.counted += counted * records;
  if (counted > 1) sums.more += records;
  else if (counted === 1) sums.once += records;
  else if (isNever || !isDue) sums.lost += records;
  else sums.due += records;
}

function windowStream(stream: GraphStream, graph: ProgramGraph, index: number): WindowStream {
  const label = index < 26 ? String.fromCharCode(65 + index) : `W${index}`;
  const parentSlideMs = graph.streams.get(stream.parents[0] ?? -1)?.slideMs || graph.batchDurationMs || stream.slideMs;
  const { operator, windowMs = 0, slideMs, line } = stream;
  return new WindowStream(label, stream.stream, operator, windowMs, slideMs, parentSlideMs, line, graph.zeroTime);
}
