/** A value that is there. Prints `Some(1)`. */
export class Some<T> {
  constructor(readonly value: T) {}
  get isEmpty(): false {
    return false;
  }
  get isDefined(): true {
    return true;
  }
  get(): T {
    return this.value;
  }
  getOrElse<U>(_fallback: U): T {
    return this.value;
  }
  map<U>(f: (value: T) => U): Some<U> {
    return new Some(f(this.value));
  }
}

class NoneType {
  get isEmpty(): true {
    return true;
  }
  get isDefined(): false {
    return false;
  }
  /** @throws {Error} always: there is no value */
  get(): never {
    throw new Error('None has no value: ask isDefined first, or use getOrElse.');
  }
  getOrElse<U>(fallback: U): U {
    return fallback;
  }
  map(_f: (value: never) => unknown): NoneType {
    return this;
  }
}

/** No value. There is one `None`; it prints `None`. */
export const None: NoneType = new NoneType();

/** Scala's `Option`: what an outer join has for a side that may lack the key. */
export type Option<T> = Some<T> | typeof None;

/** The value of an option, or undefined. */
export function optionToValue<T>(option: Option<T>): T | undefined {
  return option instanceof Some ? option.value : undefined;
}

/** `None` for undefined, else `Some(value)`. A `null` is a value. */
export function valueToOption<T>(value: T | undefined): Option<T> {
  return value === undefined ? None : new Some(value);
}
