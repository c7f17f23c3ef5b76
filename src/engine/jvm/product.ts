import { IllegalArgumentException } from '../errors.js';

/**
 * The fields of an object that stands for a case class.
 * @throws {IllegalArgumentException} `value` is a plain object literal or a built-in object: what it means to `purpose` is not known
 */
export function fieldsOf(value: unknown, purpose: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) {
    throw new IllegalArgumentException({
      message: `${value === undefined ? 'An undefined value' : `A ${typeof value}`} cannot ${purpose}.`,
      hint: 'Use a string, a number, a boolean, null, a tuple such as [word, 1], or an instance of a class.',
    });
  }
  if (!isProduct(value)) {
    const name = builtInName(value);
    throw new IllegalArgumentException({
      message: `${name === 'Object' ? 'A plain object' : `An object of class ${name}`} cannot ${purpose}.`,
      hint: 'Use a tuple such as [user, day], or declare a class with these fields: class Visit { constructor(readonly user: string, readonly day: string) {} }.',
    });
  }
  return productFields(value);
}

/** An object's own enumerable properties in the order in which its class sets them; functions are methods, not fields. */
export function productFields(value: object): readonly unknown[] {
  return Object.values(value).filter((field) => typeof field !== 'function');
}

/** Whether an object counts as an instance of a case class: a class of the program made it, not JavaScript itself. */
export function isProduct(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' && builtInName(value) !== 'Object';
}

function builtInName(value: object): string {
  const made: unknown = value.constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'Object';
}
