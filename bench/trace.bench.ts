/** P11: recording events of six fields, against bare typed columns with interned keys. */
import { recorder } from './adapter.js';
import { generator } from './data.js';

interface Params {
  readonly events: number;
  readonly digest?: boolean;
}

interface Recorder {
  add(time: number, kind: number, actor: number, batch: number, key: string, value: number): void;
  digest(): string;
  bytes(): number;
}

const chunkSize = 8192;

/** What the memory itself costs: six columns in chunks, keys replaced by numbers. */
function columns(): Recorder {
  const chunks: {
    time: Float64Array;
    kind: Uint8Array;
    actor: Uint16Array;
    batch: Int32Array;
    key: Int32Array;
    value: Float64Array;
  }[] = [];
  const keys = new Map<string, number>();
  let length = 0;
  return {
    add(time, kind, actor, batch, key, value) {
      const at = length++ % chunkSize;
      if (at === 0) {
        chunks.push({
          time: new Float64Array(chunkSize),
          kind: new Uint8Array(chunkSize),
          actor: new Uint16Array(chunkSize),
          batch: new Int32Array(chunkSize),
          key: new Int32Array(chunkSize),
          value: new Float64Array(chunkSize),
        });
      }
      const chunk = chunks[chunks.length - 1]!;
      chunk.time[at] = time;
      chunk.kind[at] = kind;
      chunk.actor[at] = actor;
      chunk.batch[at] = batch;
      let number = keys.get(key);
      if (number === undefined) {
        number = keys.size;
        keys.set(key, number);
      }
      chunk.key[at] = number;
      chunk.value[at] = value;
    },
    digest: () => String(length),
    bytes: () => 27 * length,
  };
}

const record =
  (make: () => Recorder) =>
  ({ events, digest }: Params) => {
    const random = generator(5);
    const keys = Array.from({ length: 1000 }, (_, i) => `key${i}`);
    const picks = Int32Array.from({ length: 1 << 12 }, () => Math.floor(random() * keys.length));
    return () => {
      const trace = make();
      for (let i = 0; i < events; i++) trace.add(i * 10, i % 20, i % 7, i >> 10, keys[picks[i & 4095] as number] as string, i);
      return digest === true ? trace.digest().length : Math.round(trace.bytes() / events);
    };
  };

export const variants = { 'typed columns': record(columns), batchwise: record(recorder) };
