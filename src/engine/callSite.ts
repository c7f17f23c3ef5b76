/** The operator of the program that is running, for the names of stages and RDDs: the outermost one counts, as in Spark (SC-004). */
let current: string | undefined;

export function currentCallSite(): string | undefined {
  return current;
}

/**
 * @param name undefined, with `replace`: the operators that `body` calls count by themselves, as inside `transform`
 * @param replace true: `name` counts although an operator is running, as for a stream's own RDDs
 */
export function withCallSite<T>(name: string | undefined, body: () => T, replace = false): T {
  if (current !== undefined && !replace) return body();
  const outer = current;
  current = name;
  try {
    return body();
  } finally {
    current = outer;
  }
}
