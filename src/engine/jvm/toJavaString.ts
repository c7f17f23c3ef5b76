import { Double, Float } from './Double.js';
import { doubleToString, floatToString } from './doubleToString.js';
import { isInt } from './int.js';
import { None, Some } from './Option.js';
import { isProduct, productFields } from './product.js';
import { isTuple, Seq } from './Seq.js';
import { immutableMapOrder, immutableSetOrder } from './scalaOrder.js';

/**
 * What `println` shows of the JVM value that `value` stands for (SC-550, SC-551, SS-441). A plain array that is no tuple prints as
 * `Vector(…)`; a Map or Set as Scala's immutable one, in its order.
 */
export function toJavaString(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return isInt(value) ? String(value) : doubleToString(value);
    case 'object':
      return value === null ? 'null' : objectToString(value);
    case 'undefined':
      return '()';
    default:
      return String(value);
  }
}

/** Maps and sets of more elements are of another class, whose name is printed. */
const SMALL = 4;

function objectToString(value: object): string {
  if (Array.isArray(value)) {
    if (isTuple(value)) return `(${join(value, ',')})`;
    return `${value instanceof Seq ? value.prefix : 'Vector'}(${join(value, ', ')})`;
  }
  if (value instanceof Some) return `Some(${toJavaString(value.value)})`;
  if (value === None) return 'None';
  if (value instanceof Double) return doubleToString(value.value);
  if (value instanceof Float) return floatToString(value.value);
  if (value instanceof Map) {
    const pairs = immutableMapOrder([...value]).map(([key, entry]) => `${toJavaString(key)} -> ${toJavaString(entry)}`);
    return `${pairs.length > SMALL ? 'HashMap' : 'Map'}(${pairs.join(', ')})`;
  }
  if (value instanceof Set) return `${value.size > SMALL ? 'HashSet' : 'Set'}(${join(immutableSetOrder([...value]), ', ')})`;
  if (value.toString !== Object.prototype.toString) return value.toString();
  const name = isProduct(value) ? value.constructor.name : '';
  return `${name}(${join(productFields(value), ',')})`;
}

function join(elements: readonly unknown[], separator: string): string {
  let text = '';
  for (let i = 0; i < elements.length; i++) text += i === 0 ? toJavaString(elements[i]) : separator + toJavaString(elements[i]);
  return text;
}
