import { loadSqlEngine } from '../../../src/classroom/index.js';
import type { Process } from '../../../src/engine/index.js';
import { type Scenario, World } from '../../../src/sim/World.js';

const sql = await loadSqlEngine();

/** A world with all stores, whose driver runs `program`; the run is over. */
export function storeWorld(program: () => Process<unknown>, scenario: Omit<Scenario, 'program'> = {}): World {
  const world = new World({ ...scenario, program, sql, settings: { stores: 'mysql,redis,zookeeper', ...scenario.settings } });
  world.run();
  return world;
}

/** What `program` returned; its errors are the test's. */
export function resultOf<T>(program: () => Process<T>, scenario: Omit<Scenario, 'program'> = {}): T {
  let result: { readonly value: T } | undefined;
  const world = storeWorld(function* () {
    result = { value: yield* program() };
  }, scenario);
  if (world.error !== undefined) throw world.error;
  if (result === undefined) throw new Error(`the program did not end: ${world.kernel.end?.reason}`);
  return result.value;
}
