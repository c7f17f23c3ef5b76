import type { Environment } from './ports/Environment.js';

let current: Environment | undefined;

/** Runs `body` with `environment` as the one that `new SparkConf()`, `println` and the contexts find. */
export function withEnvironment<T>(environment: Environment | undefined, body: () => T): T {
  const outer = current;
  current = environment;
  try {
    return body();
  } finally {
    current = outer;
  }
}

/** The environment of the host that is running. @throws when the program was called outside a simulation. */
export function currentEnvironment(): Environment {
  if (current === undefined) {
    throw new Error('A batchwise program runs inside a simulation: use `batchwise run <program.ts>`.');
  }
  return current;
}
