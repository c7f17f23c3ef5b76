import { currentEnvironment } from '../../../src/engine/ambient.js';
import type { Environment } from '../../../src/engine/ports/Environment.js';
import { SimHost } from '../../../src/sim/kernel/SimHost.js';
import type { World } from '../../../src/sim/World.js';
import { ManualClock } from './ManualClock.js';

/** A driver's JVM as it was recorded: batches go by a clock that is set by hand, Kafka's clients by the time of the world. */
export class DriverMachine {
  readonly host: SimHost;
  private readonly clients: SimHost;
  private readonly realClock;

  constructor(world: World) {
    const outer = currentEnvironment();
    this.host = new SimHost(world.kernel, 'driver', 1);
    this.clients = new SimHost(world.kernel, 'driver', 1);
    this.realClock = this.host.clock;
    Object.assign(this.host, { wallClock: this.realClock });
    const kafka = outer.kafka as NonNullable<Environment['kafka']>;
    this.host.environment = {
      ...outer,
      driver: this.host,
      statics: new Map(),
      settings: new Map(),
      kafka: {
        createConsumer: (_, config) => kafka.createConsumer(this.clients, config),
        createProducer: (_, config) => kafka.createProducer(this.clients, config),
      },
    };
  }

  /** A clock that stands at 0, for the next context. */
  startClock(): ManualClock {
    const clock = new ManualClock(this.realClock);
    Object.assign(this.host, { clock });
    return clock;
  }

  /** Nobody is told. */
  crash(): void {
    this.host.crash();
    this.clients.crash();
  }
}
