import type { EventOf } from './events.js';
import type { Recording } from './Recording.js';

/** A stream of the program, as the engine saw it being made. */
export interface GraphStream {
  readonly stream: number;
  readonly name: string;
  readonly operator: string;
  readonly parents: readonly number[];
  readonly slideMs: number;
  readonly windowMs?: number;
  /** From 1; undefined where it is not known. */
  readonly line: number | undefined;
}
export interface GraphOutput {
  readonly output: number;
  readonly name: string;
  readonly stream: number;
  readonly line: number | undefined;
}

/** The program's graph: what its streams and outputs are called and on which line they are written. */
export class ProgramGraph {
  readonly streams = new Map<number, GraphStream>();
  readonly outputs = new Map<number, GraphOutput>();
  batchDurationMs = 0;
  /** Batch 1 is one interval after it. */
  zeroTime = 0;

  static of(this: void, recording: Recording): ProgramGraph {
    const graph = new ProgramGraph();
    const lines = new SourceLines(recording.run.programText);
    for (const event of recording) {
      if (event.type === 'stream.defined') graph.addStream(event, lines);
      else if (event.type === 'output.defined') {
        const { output, name, stream } = event;
        graph.outputs.set(output, { output, name, stream, line: event.line ?? lines.next(name) });
      } else if (event.type === 'context.started' && graph.batchDurationMs === 0) {
        graph.batchDurationMs = event.batchDurationMs;
        graph.zeroTime = event.zeroTime;
      }
    }
    return graph;
  }

  /** Operator with its number, so that two of the same kind can be told apart: `window #3`. */
  streamLabel(stream: number): string {
    const found = this.streams.get(stream);
    return found === undefined ? `stream ${stream}` : `${found.operator || found.name} #${stream}`;
  }

  outputLabel(output: number): string {
    const found = this.outputs.get(output);
    return found === undefined ? `output ${output}` : `${found.name} #${output}`;
  }

  /** The nearest streams with a window on the way from `stream` to the sources, `stream` included. */
  windowsAbove(stream: number): readonly number[] {
    const found: number[] = [];
    const seen = new Set<number>();
    const visit = (at: number): void => {
      if (seen.has(at)) return;
      seen.add(at);
      const here = this.streams.get(at);
      if (here === undefined) return;
      if (here.windowMs !== undefined) found.push(at);
      else for (const parent of here.parents) visit(parent);
    };
    visit(stream);
    return found;
  }

  private addStream(event: EventOf<'stream.defined'>, lines: SourceLines): void {
    const { stream, name, operator, parents, slideMs, windowMs } = event;
    this.streams.set(stream, { stream, name, operator, parents, slideMs, windowMs, line: event.line ?? lines.next(operator) });
  }
}

/** Finds the line of an operator by its name when the engine did not record one: the first call of it not yet taken. */
class SourceLines {
  private readonly taken = new Map<string, number>();

  constructor(private readonly text: string) {}

  next(operator: string): number | undefined {
    const found = this.text.indexOf(`.${operator}(`, this.taken.get(operator) ?? 0);
    if (operator === '' || found < 0) return undefined;
    this.taken.set(operator, found + 1);
    return this.text.slice(0, found).split('\n').length;
  }
}
