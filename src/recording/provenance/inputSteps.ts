import type { InputRecord } from '../../engine/provenance/Provenance.js';
import { ProgramGraph } from '../graph.js';
import type { Recording } from '../Recording.js';
import { Received } from '../received.js';
import { type Step, step } from './Step.js';

/** The way of an input record from the keyboard to its batch, in that order. */
export function inputSteps(recording: Recording, input: InputRecord): readonly Step[] {
  switch (input.kind) {
    case 'element':
      return [
        step('element', `RDD ${input.rdd}, partition ${input.partition}, position ${input.index}`, at(recording, input.seq), [
          input.text,
        ]),
      ];
    case 'line':
      return [step('read', `line ${input.line} of ${input.path}`, at(recording, input.seq), [input.text])];
    case 'kafka':
      return [
        step('fetched', `${input.topic}-${input.partition}, offset ${input.offset}`, at(recording, input.seq), [input.text]),
      ];
    case 'received':
      return [
        ...typedSteps(recording, input.seq, input.text),
        step('received', recording.project(ProgramGraph.of).streamLabel(input.stream), input.seq, [input.text]),
        ...blockSteps(recording, input.seq),
      ];
  }
}

/** A note is made before the event that comes next. */
const at = (recording: Recording, seq: number): number => Math.min(seq, recording.length - 1);

/** Follows causes back to the script: the line that was typed. */
function typedSteps(recording: Recording, seq: number, text: string): readonly Step[] {
  for (let cause = recording.get(seq).cause; cause >= 0; cause = recording.get(cause).cause) {
    const event = recording.get(cause);
    if (event.type === 'script.line') return [step('typed', `line ${event.line} of the script`, event.seq, [event.text])];
    if (event.type === 'nc.line' && event.text === text && event.cause < 0)
      return [step('typed', `nc :${event.port}`, event.seq, [text])];
  }
  return [];
}

function blockSteps(recording: Recording, seq: number): readonly Step[] {
  const record = recording.project(Received.of).records.find((each) => each.seq === seq);
  if (record?.lostAt !== undefined) return [step('lost', 'in the buffer of the receiver', record.lostAt)];
  const block = record?.block;
  if (block === undefined) return [];
  const stored = step('stored', `block ${block.block}`, block.seq, [], block.records);
  if (block.allocated === undefined) return [stored];
  return [stored, step('given', `batch ${block.allocated.batchTime} ms`, block.allocated.seq)];
}
