import { currentEnvironment } from './ambient.js';
import { toJavaString } from './jvm/toJavaString.js';

/** Prints `value` and a newline to standard output, as Scala's `println`: on the console of the machine where it is called. */
export function println(value: unknown = ''): void {
  const { console } = currentEnvironment();
  for (const line of (typeof value === 'string' ? value : toJavaString(value)).split('\n')) console.line(line);
}
