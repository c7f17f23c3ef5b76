/**
 * At which times is a window put out that holds the batch of time `batch`? All times and lengths in ms; batches are at interval, 2 * interval, …
 * Only outputs up to `until` count. For lengths that Spark refuses, the name of the wrong one: 'window' or 'slide'; both wrong: 'window'.
 */
export function coverage(window: number, slide: number, interval: number, batch: number, until: number): number[] | string {
  // TODO: every output holds the batches in (output - window, output].
  return [batch];
}
