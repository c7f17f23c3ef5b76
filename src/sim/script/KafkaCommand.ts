/** Settings by Kafka's keys. */
type Settings = Readonly<Record<string, string>>;

/** What a line does with Kafka. Times in virtual microseconds. */
export type KafkaCommand = { readonly actor: 'kafka' } & (
  | {
      readonly what: 'topic';
      readonly verb: 'create';
      readonly topic: string;
      /** Absent: the broker's default, like `replicas`. */
      readonly partitions?: number;
      readonly replicas?: number;
      readonly settings: Settings;
    }
  /** One record. In key and value `{n}` counts how often the line was carried out, from 0; `{n%5}` is its remainder. Absent: null. */
  | {
      readonly what: 'record';
      readonly verb: 'put';
      readonly topic: string;
      readonly key?: string;
      readonly partition?: number;
      readonly value?: string;
    }
  | {
      readonly what: 'producer';
      readonly verb: 'start';
      readonly name: string;
      readonly topic: string;
      readonly recordsPerSec: number;
      /** How many different keys, `k0`, `k1`, …; absent: records have none. */
      readonly keys?: number;
      /** Key number i is drawn with weight `1 / (i + 1) ** skew`; absent: all alike. */
      readonly skew?: number;
      /** How many records; absent: until it is closed. */
      readonly records?: number;
      readonly settings: Settings;
    }
  | {
      readonly what: 'consumer';
      readonly verb: 'start';
      readonly name: string;
      readonly group: string;
      readonly topics: readonly string[];
      readonly settings: Settings;
    }
  | { readonly what: 'producer' | 'consumer'; readonly verb: 'crash' | 'close'; readonly name: string }
  | { readonly what: 'broker'; readonly verb: 'crash' | 'start' | 'stop'; readonly id: number }
  | { readonly what: 'broker'; readonly verb: 'pause'; readonly id: number; readonly forUs: number }
  | {
      readonly what: 'tool';
      readonly verb: 'run';
      readonly tool: string;
      readonly args: readonly string[];
      /** What it reads from its standard input. */
      readonly stdin?: string;
    }
);
