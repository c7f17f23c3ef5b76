import { currentEnvironment } from '../ambient.js';

/** Settings of an application. What the scenario sets is the default; what the program sets wins. */
export class SparkConf {
  private readonly own = new Map<string, string>();
  private readonly defaults: ReadonlyMap<string, string> = currentEnvironment().settings;

  set(key: string, value: string | number | boolean): this {
    this.own.set(key, String(value));
    return this;
  }
  /** `local[n]`, or `local[n,f]` with f attempts for each task. */
  setMaster(master: string): this {
    return this.set('spark.master', master);
  }
  setAppName(name: string): this {
    return this.set('spark.app.name', name);
  }
  setIfMissing(key: string, value: string | number | boolean): this {
    return this.has(key) ? this : this.set(key, value);
  }
  has(key: string): boolean {
    return this.own.has(key) || this.defaults.has(key);
  }
  get(key: string): string | undefined;
  get(key: string, fallback: string): string;
  get(key: string, fallback?: string): string | undefined {
    return this.own.get(key) ?? this.defaults.get(key) ?? fallback;
  }
  getBoolean(key: string, fallback: boolean): boolean {
    const text = this.get(key);
    return text === undefined ? fallback : text === 'true';
  }
  getNumber(key: string, fallback: number): number {
    const text = this.get(key);
    return text === undefined ? fallback : Number(text);
  }
  /** In ms; a bare number counts as `unit`. */
  getMillis(key: string, fallback: string): number {
    const text = this.get(key, fallback);
    const match = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|min|h|d)?$/.exec(text.trim());
    if (match === null) throw new Error(`${key}=${text}: expected a duration such as 200ms or 2s`);
    const factor = { us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 'ms'] as number;
    return Number(match[1]) * factor;
  }
  /** Every setting, the scenario's included. */
  all(): ReadonlyMap<string, string> {
    return new Map([...this.defaults, ...this.own]);
  }
  clone(): SparkConf {
    const copy = new SparkConf();
    for (const [key, value] of this.own) copy.set(key, value);
    return copy;
  }
}
