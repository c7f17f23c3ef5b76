import { Double, Float } from './Double.js';
import { doubleToString, floatToString } from './doubleToString.js';
import { isInt } from './int.js';
import { None, Some } from './Option.js';
import { isProduct } from './product.js';
import { isTuple, Seq } from './Seq.js';

/** What `println` shows of the JVM value that `value` stands for (SC-550, SC-551, SS-441). A plain array that is no tuple prints as `Vector(…)`. */
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
    return `Map(${Array.from(value, ([key, entry]) => `${toJavaString(key)} -> ${toJavaString(entry)}`).join(', ')})`;
  }
  if (value instanceof Set) return `Set(${Array.from(value, toJavaString).join(', ')})`;
  if (value.toString !== Object.prototype.toString) return value.toString();
  const name = isProduct(value) ? value.constructor.name : '';
  return `${name}(${join(Object.values(value), ',')})`;
}

function join(elements: readonly unknown[], separator: string): string {
  let text = '';
  for (let i = 0; i < elements.length; i++) text += i === 0 ? toJavaString(elements[i]) : separator + toJavaString(elements[i]);
  return text;
}
