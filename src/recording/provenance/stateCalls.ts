import type { InputRecord } from '../../engine/provenance/Provenance.js';
import { ProgramGraph } from '../graph.js';
import type { Recording } from '../Recording.js';
import { StateHistory, type StateRow } from '../state.js';
import { Origins } from './Origins.js';

/** What one call of a state function did to its key. */
export interface StateCall extends StateRow {
  readonly stream: number;
  /** The call that changed it: `updateStateByKey #3`. */
  readonly call: string;
  /** Its line of the program, from 1, where it is known. */
  readonly line: number | undefined;
  /** All input records that the state is made of now; undefined when the run did not note where records came from. */
  readonly inputs: readonly InputRecord[] | undefined;
}

/** The calls of the state functions in one batch, stream by stream, in their order; keys that were not visited are not among them. */
export function stateCalls(recording: Recording, batchTime: number): readonly StateCall[] {
  const graph = recording.project(ProgramGraph.of);
  const origins = recording.project(Origins.of);
  return [...recording.project(StateHistory.of).values()].flatMap((history) =>
    history
      .at(batchTime, recording.length)
      .filter((row) => row.seq >= 0)
      .map((row) => ({
        ...row,
        stream: history.stream,
        call: graph.streamLabel(history.stream),
        line: graph.streams.get(history.stream)?.line,
        inputs: origins?.inputsFor(origins.ofEvent(row.seq)),
      })),
  );
}
