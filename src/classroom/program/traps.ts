/** What a program may not touch, and what it should write instead: time, chance and the outside world are simulated. */
const instead: Readonly<Record<string, string>> = {
  Date: 'it would read the real clock. Virtual time is the batch time that foreachRDD and transform are given',
  performance: 'it would read the real clock. Virtual time is the batch time that foreachRDD and transform are given',
  setTimeout: 'real timers do not run in simulated time. A receiver waits with `yield* this.sleep(ms)`',
  setInterval: 'real timers do not run in simulated time. A receiver waits with `yield* this.sleep(ms)`',
  setImmediate: 'real timers do not run in simulated time',
  queueMicrotask: 'promises and microtasks do not run in simulated time. Write `function*` and `yield*`',
  fetch: 'there is no network but the simulated one. Read from a socket with ssc.socketTextStream',
  WebSocket: 'there is no network but the simulated one. Read from a socket with ssc.socketTextStream',
  process: 'a program knows nothing of the machine that it runs on',
  global: 'a program shares nothing with the rest of the process',
  globalThis: 'a program shares nothing with the rest of the process',
  crypto: 'chance must come from the seed of the run, so that the run can be repeated',
  eval: 'the line of an error could not be named',
  Function: 'the line of an error could not be named',
};

/** A value that calls `refuse` however it is used. */
function trapped(name: string, refuse: (name: string, why: string) => never): unknown {
  const stop = (): never => refuse(name, instead[name] as string);
  return new Proxy(function trap() {}, { get: stop, set: stop, has: stop, apply: stop, construct: stop });
}

/**
 * The names that a program finds in place of the real ones.
 * @param refuse throws, naming the line of the program
 */
export function traps(refuse: (name: string, why: string) => never): Readonly<Record<string, unknown>> {
  const chance = 'chance must come from the seed of the run, so that the run can be repeated';
  const math = Object.create(null) as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(Math)) math[name] = (Math as unknown as Record<string, unknown>)[name];
  math.random = () => refuse('Math.random', chance);
  const found: Record<string, unknown> = { Math: math };
  for (const name of Object.keys(instead)) found[name] = trapped(name, refuse);
  return found;
}
