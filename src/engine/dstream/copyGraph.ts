import { type AnyDStream, DStream } from './DStream.js';
import { DStreamCheckpointData } from './DStreamCheckpointData.js';
import { DStreamGraph } from './DStreamGraph.js';

/** What Java's serialisation leaves out: RDDs, the context and what works for it, which belong to one run. */
const transient = new Set(['generatedRDDs', 'ssc', 'restored', 'unannounced', 'consumer', 'controller']);

/**
 * Copies a graph as serialising and reading it would: every stream and collection once, so that what was shared is shared again. Functions,
 * durations and other immutable values are kept as they are.
 */
export function copyGraph(graph: DStreamGraph): DStreamGraph {
  return copied(graph, new Map()) as DStreamGraph;
}

/** Every stream that a graph reaches, once each: inputs and outputs in their order, then their ancestors. */
export function streamsOf(graph: DStreamGraph): Set<AnyDStream> {
  const found = new Set<AnyDStream>([...graph.inputStreams, ...graph.outputStreams]);
  // A Set that grows while it is read is read to its end.
  for (const stream of found) for (const parent of stream.dependencies) found.add(parent);
  return found;
}

function copied(value: unknown, known: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (value instanceof DStream || value instanceof DStreamGraph) return copiedObject(value, known);
  if (value instanceof DStreamCheckpointData) return remember(value, value.copy(), known);
  if (Array.isArray(value)) {
    const copy: unknown[] = remember(value, value.slice(0, 0), known);
    for (const each of value) copy.push(copied(each, known));
    return copy;
  }
  if (value instanceof Map) {
    const copy = remember(value, new Map<unknown, unknown>(), known);
    for (const [key, each] of value) copy.set(key, copied(each, known));
    return copy;
  }
  if (value instanceof Set) return remember(value, new Set<unknown>(value), known);
  return value;
}

function copiedObject(value: DStream<unknown> | DStreamGraph, known: Map<unknown, unknown>): unknown {
  const copy = remember(value, Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>, known);
  for (const [field, content] of Object.entries(value)) {
    if (!transient.has(field)) copy[field] = copied(content, known);
  }
  if (value instanceof DStream) {
    copy.generatedRDDs = new Map();
    copy.restored = false;
  } else copy.unannounced = [];
  return copy;
}

function remember<T>(value: unknown, copy: T, known: Map<unknown, unknown>): T {
  known.set(value, copy);
  return copy;
}
