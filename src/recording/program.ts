import type { RunEvent } from './events.js';
import { ProgramGraph } from './graph.js';
import type { Recording } from './Recording.js';

/** The line of the program, from 1, that an event belongs to; undefined where there is none. */
export function programLine(recording: Recording, event: RunEvent): number | undefined {
  const graph = recording.project(ProgramGraph.of);
  const output = outputOf(event);
  if (output !== undefined) return graph.outputs.get(output)?.line;
  if ('line' in event && event.line !== undefined) return event.line;
  if ('stream' in event && event.stream !== undefined) return graph.streams.get(event.stream)?.line;
  return undefined;
}

function outputOf(event: RunEvent): number | undefined {
  if (event.type === 'console.line') return event.place.kind === 'job' ? event.place.output : undefined;
  return 'output' in event ? event.output : undefined;
}
