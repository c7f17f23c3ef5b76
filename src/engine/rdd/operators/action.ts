import type { Process } from '../../ports/Process.js';
import type { RDD } from '../RDD.js';

/** An operator that is a process, tracked until it is run. */
export const action = <A extends unknown[]>(name: string, body: (rdd: RDD<unknown>, ...args: A) => Process<unknown>) =>
  function (this: RDD<unknown>, ...args: A): Process<unknown> {
    return this.context.pending.track(name, body(this, ...args));
  };
