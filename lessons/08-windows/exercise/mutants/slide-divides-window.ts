/**
 * At which times is a window put out that holds the batch of time `batch`? All times and lengths in ms; batches are at interval, 2 * interval, …
 * Only outputs up to `until` count. For lengths that Spark refuses, the name of the wrong one: 'window' or 'slide'; both wrong: 'window'.
 */
export function coverage(window: number, slide: number, interval: number, batch: number, until: number): number[] | string {
  if (window % interval !== 0) return 'window';
  if (slide % interval !== 0 || window % slide !== 0) return 'slide';
  const outputs: number[] = [];
  for (let output = slide; output <= until; output += slide) {
    if (output - window < batch && batch <= output) outputs.push(output);
  }
  return outputs;
}
