import type { Trait } from '../../jvm/Trait.js';
import { RDD } from '../RDD.js';

declare module '../RDD.js' {
  interface RDD<T> {
    /** The same RDD as one of `trait`. Model: Scala's `asInstanceOf` on Java 17. @throws {ClassCastException} it is none */
    asInstanceOf<A>(trait: Trait<A>): A;
  }
}

RDD.prototype.asInstanceOf = function <A>(this: RDD<unknown>, trait: Trait<A>): A {
  return trait.cast(this, this.className);
};
