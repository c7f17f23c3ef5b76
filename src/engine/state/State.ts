import { JavaError, require } from '../errors.js';
import { None, type Option, Some } from '../jvm/Option.js';
import { toJavaString } from '../jvm/toJavaString.js';

/**
 * The state of the key that a `mapWithState` function was called for. It is valid during that call only: the same object serves all records
 * of a partition. Model: apache/spark 3.2.1 streaming/.../State.scala.
 */
export abstract class State<S> {
  abstract exists(): boolean;
  /** @throws {JavaError} NoSuchElementException when there is none */
  abstract get(): S;
  abstract getOption(): Option<S>;
  /** @throws {IllegalArgumentException} after `remove`, or when the key is timing out */
  abstract update(state: S): void;
  /** @throws {IllegalArgumentException} the second time, or when the key is timing out */
  abstract remove(): void;
  /** Whether the function is called for the last time with this state, since no data came for too long. */
  abstract isTimingOut(): boolean;
}

/** The `State` of the engine, set up anew for every call. */
export class StateImpl<S> extends State<S> {
  private value: S | undefined;
  private defined = false;
  private timingOut = false;
  private updated = false;
  private removed = false;

  /** @param state undefined for none */
  wrap(state: S | undefined): void {
    this.value = state;
    this.defined = state !== undefined;
    this.timingOut = false;
    this.updated = false;
    this.removed = false;
  }

  wrapTimingOut(state: S): void {
    this.wrap(state);
    this.timingOut = true;
  }

  get isUpdated(): boolean {
    return this.updated;
  }
  get isRemoved(): boolean {
    return this.removed;
  }

  exists(): boolean {
    return this.defined;
  }
  get(): S {
    if (!this.defined) throw new JavaError('java.util.NoSuchElementException', 'State is not set');
    return this.value as S;
  }
  getOption(): Option<S> {
    return this.defined ? new Some(this.value as S) : None;
  }
  update(state: S): void {
    require(!this.removed, 'Cannot update the state after it has been removed');
    require(!this.timingOut, 'Cannot update the state that is timing out');
    this.value = state;
    this.defined = true;
    this.updated = true;
  }
  remove(): void {
    require(!this.timingOut, 'Cannot remove the state that is timing out');
    require(!this.removed, 'Cannot remove the state that has already been removed');
    this.defined = false;
    this.updated = false;
    this.removed = true;
  }
  isTimingOut(): boolean {
    return this.timingOut;
  }
  override toString(): string {
    return this.defined ? toJavaString(this.value) : '<state not set>';
  }
}
