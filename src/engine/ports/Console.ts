export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** Standard output and the log of the host that speaks. Lines carry no newline at their end. */
export interface Console {
  /** One line of standard output; the world records where it was printed. */
  line(text: string): void;
  /** One line of Spark's log. `logger` is the simple class name that Spark would show. `detail`: the exception behind it. */
  log(level: LogLevel, logger: string, message: string, detail?: string): void;
}
