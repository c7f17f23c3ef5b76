import { Batches } from '../batches.js';
import type { Recording } from '../Recording.js';
import { type WindowStream, Windows } from '../windows.js';

/** The batches of one output of a window, against the output before it. Batch times in ms, oldest first. */
export interface WindowMembers {
  readonly batchTime: number;
  /** The event that made the window's RDD. */
  readonly seq: number;
  readonly members: readonly number[];
  /** Also in the output before. */
  readonly shared: readonly number[];
  readonly entered: readonly number[];
  /** In the output before and no longer in this one. */
  readonly left: readonly number[];
  readonly records: number;
}

/** What the output of a windowed stream at `batchTime` held. @returns undefined when the stream has no window or had no output then */
export function windowMembers(recording: Recording, stream: number, batchTime: number): WindowMembers | undefined {
  const windows = recording.project(Windows.of);
  const fires = windows.streams.find((each) => each.stream === stream)?.fires ?? [];
  const at = fires.findIndex((fire) => fire.batchTime === batchTime);
  const fire = fires[at];
  if (fire === undefined) return undefined;
  const before = fires[at - 1]?.members ?? [];
  return {
    batchTime,
    seq: fire.seq,
    members: fire.members,
    shared: fire.members.filter((time) => before.includes(time)),
    entered: fire.members.filter((time) => !before.includes(time)),
    left: before.filter((time) => !fire.members.includes(time)),
    records: windows.recordsIn(fire, recording.length),
  };
}

/** The batches generated up to `seq` that no output of the window will ever hold, with their records. */
export function neverHeld(
  recording: Recording,
  window: WindowStream,
  seq: number,
): readonly { readonly batchTime: number; readonly records: number }[] {
  return recording
    .project(Batches.of)
    .all.filter((batch) => batch.bornAt <= seq && window.isNeverHeld(batch.time))
    .map((batch) => ({ batchTime: batch.time, records: batch.at(seq).records ?? 0 }));
}
