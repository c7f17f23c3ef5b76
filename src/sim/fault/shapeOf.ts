import type { WorldEvent } from '../events.js';
import { linkName } from '../net/SimNetwork.js';
import type { WorldShape } from './FaultKind.js';

/** What a world was made of, read from a run of it without faults. Faults are drawn before its last event. */
export function shapeOf(events: Iterable<WorldEvent>): WorldShape {
  const links = new Set<string>();
  const ports = new Set<number>();
  const brokers = new Set<number>();
  const stores = new Set<string>();
  let startUs: number | undefined;
  let untilUs = 0;
  for (const event of events) {
    startUs ??= event.at;
    untilUs = event.at - startUs;
    if (event.type === 'connection.opened') links.add(linkName(event.from, event.to));
    if (event.type === 'broker.started') brokers.add(event.broker);
    if (event.type !== 'port.opened') continue;
    if (event.host === 'nc') ports.add(event.port);
    else if (event.host === 'mysql' || event.host === 'redis' || event.host === 'zookeeper') stores.add(event.host);
  }
  return {
    executors: [],
    links: [...links].sort(),
    ports: [...ports].sort(),
    brokers: [...brokers].sort((a, b) => a - b),
    stores: [...stores].sort(),
    untilUs,
  };
}
