import { currentEnvironment } from '../../src/engine/ambient.js';
import type { Environment } from '../../src/engine/ports/Environment.js';
import type { Process } from '../../src/engine/ports/Process.js';
import { World } from '../../src/sim/World.js';
import { clockContract } from '../engine/ports/Clock.contract.js';
import { clusterContract } from '../engine/ports/Cluster.contract.js';
import { storageContract } from '../engine/ports/Storage.contract.js';

/** Runs `body` as the main of a driver. @throws what it threw: a failed expectation above all */
function onDriver(
  body: (environment: Environment) => Process<void>,
  script = '',
  settings: Readonly<Record<string, string>> = {},
): void {
  const world = new World({
    program: function* () {
      yield* body(currentEnvironment());
    },
    script,
    settings,
  });
  world.run();
  if (world.error !== undefined) throw world.error;
}

clockContract('a calm driver', (body) => onDriver(({ driver }) => body(driver.clock)));
clockContract(
  'a driver that stands still',
  (body) => onDriver(({ driver }) => body(driver.clock), '@0.05s driver pause for=2s'),
  false,
);
storageContract('the simulated disk', (body) => onDriver(({ storage }) => body(storage)));
clusterContract('the simulated cluster', (script, body) =>
  onDriver(({ cluster, driver }) => body(cluster, driver.clock), script, { 'net.latencyMs': '3', 'net.jitterMs': '9' }),
);
