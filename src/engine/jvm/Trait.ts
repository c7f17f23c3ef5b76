import { JavaError } from '../errors.js';

/** `asInstanceOf` with a type that the object does not have. */
export class ClassCastException extends JavaError {
  override readonly code: string = 'CLASS_CAST';
  /** @param from full name of the object's class, `to` of the type */
  constructor(from: string, to: string, hint?: string) {
    const message = `class ${from} cannot be cast to class ${to} (${from} and ${to} are in unnamed module of loader 'app')`;
    super('java.lang.ClassCastException', hint === undefined ? message : { message, hint });
  }
}

/** A Scala trait as a value, so that a program can cast to it: `rdd.asInstanceOf(HasOffsetRanges)`. */
export class Trait<T> {
  /**
   * @param name in full, as the JVM shows it
   * @param member that only objects of the trait have
   * @param hint where such an object is to be had
   */
  constructor(
    readonly name: string,
    private readonly member: keyof T & string,
    private readonly hint: string,
  ) {}

  isInstance(value: object): value is object & T {
    return this.member in value;
  }

  /** @param className of `value`, in full. @throws {ClassCastException} with the text of Java 17 */
  cast(value: object, className: string): T {
    if (this.isInstance(value)) return value;
    throw new ClassCastException(className, this.name, this.hint);
  }
}
