import type { Trait } from '../../jvm/Trait.js';
import { DStream } from '../DStream.js';

declare module '../DStream.js' {
  interface DStream<T> {
    /** The same stream as one of `trait`. Model: Scala's `asInstanceOf` on Java 17. @throws {ClassCastException} it is none */
    asInstanceOf<A>(trait: Trait<A>): A;
  }
}

DStream.prototype.asInstanceOf = function <A>(this: DStream<unknown>, trait: Trait<A>): A {
  return trait.cast(this, this.className);
};
