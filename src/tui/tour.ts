/** A step of the tour: what to press, why, and the commands that fulfil it. */
export interface TourStep {
  readonly text: string;
  readonly commands: readonly string[];
}

/** Ten steps around the screen, for the first time. */
export const tour: readonly TourStep[] = [
  { text: 'press → to go one step: something happens, and every panel shows it', commands: ['time.next'] },
  { text: 'press ← to take it back: nothing is lost by looking', commands: ['time.prev'] },
  { text: 'press ] to go to the next batch', commands: ['time.batchNext'] },
  { text: 'press } to go to the next mark: a stop of the lesson, or a failure', commands: ['time.markNext'] },
  { text: 'press 4 for the output: what Spark prints, to the byte', commands: ['panel.4'] },
  { text: 'press ↓ or ↑ to choose a row', commands: ['row.down', 'row.up'] },
  { text: 'press w to ask why it is there: the chain back to what was typed', commands: ['look.why'] },
  { text: 'press esc to close, then v to see the stage another way', commands: ['look.variant'] },
  { text: 'press : to type where to go, or choose from all commands', commands: ['cmd.open'] },
  { text: 'press esc, then ? for the keys and the terms of a panel', commands: ['help.open'] },
];
