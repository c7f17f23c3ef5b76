/** P9 and P10: state and windows over keys of which a part comes in each batch, against a plain table that is changed in place; and one huge batch. */
import { keyed, million } from './adapter.js';
import { vocabulary } from './data.js';

interface Params {
  readonly keys: number;
  /** Keys of each batch. */
  readonly touched: number;
  /** Batches of one measurement. */
  readonly batches: number;
  readonly windowSeconds?: number;
}

/** What the touched keys themselves cost: one Map, one read and one write a key. */
const inPlace = ({ keys, touched, batches }: Params) => {
  const words = vocabulary(keys);
  const counts = new Map(words.map((word) => [word, 0]));
  let from = 0;
  return () => {
    for (let batch = 0; batch < batches; batch++) {
      for (const word of words.slice(from, from + touched)) counts.set(word, (counts.get(word) ?? 0) + 1);
      from = (from + touched) % keys;
    }
    return counts.size;
  };
};

const product =
  (kind: 'mapWithState' | 'updateStateByKey' | 'window' | 'windowWithInverse') =>
  ({ keys, touched, batches, windowSeconds }: Params) => {
    const run = keyed({
      keys: vocabulary(keys),
      perSecond: touched,
      kind,
      ...(windowSeconds === undefined ? {} : { windowSeconds }),
    });
    // Until the window is full.
    run((windowSeconds ?? 1) + 2);
    return () => {
      run(batches);
      return keys;
    };
  };

export const variants = {
  'in place': inPlace,
  mapWithState: product('mapWithState'),
  updateStateByKey: product('updateStateByKey'),
  window: product('window'),
  'window with inverse': product('windowWithInverse'),
  'million collect': () => () => million('collect'),
  'million groupByKey': () => () => million('groupByKey'),
  'million window': () => () => million('window'),
  'million print': () => () => million('print'),
};
