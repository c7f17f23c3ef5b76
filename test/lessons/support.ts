import { readFileSync } from 'node:fs';
import type { WorldEvent } from '../../src/sim/events.js';
import { type Scenario, World } from '../../src/sim/World.js';

/** All events of a run. @throws what ended the program */
export function eventsOf(scenario: Scenario): WorldEvent[] {
  const world = new World(scenario);
  world.run();
  if (world.error !== undefined) throw world.error;
  return Array.from({ length: world.log.length }, (_, seq) => world.log.get(seq));
}

/** The events of one type, in order. */
export const ofType = <Type extends WorldEvent['type']>(events: readonly WorldEvent[], type: Type) =>
  events.filter((event): event is Extract<WorldEvent, { type: Type }> => event.type === type);

/** The console, line by line. */
export const printed = (events: readonly WorldEvent[]): string[] => ofType(events, 'console.line').map(({ text }) => text);

/** A file of a lesson. */
export const lessonFile = (path: string): string => readFileSync(new URL(`../../lessons/${path}`, import.meta.url), 'utf8');
