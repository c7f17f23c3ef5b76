import { Double, doubleToString, Long, None, Seq, Some, Vector } from '../../../src/engine/jvm/index.js';

/** A value from the form in which recordings hold it: `{"long": "1"}`, `{"double": "0.5"}`, `{"seq": […]}`, `{"some": x}`, `{"none": true}`. */
export function decode(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== 'object' || json === null) return json;
  const { long, double, seq, some, none } = json as Record<string, never>;
  if (long !== undefined) return Long.of(BigInt(long));
  if (double !== undefined) return Double.of(Number(double));
  if (seq !== undefined) return Vector.from((seq as unknown[]).map(decode));
  return none === undefined ? new Some(decode(some)) : None;
}

export function encode(value: unknown): unknown {
  if (value instanceof Long) return { long: value.toString() };
  if (value instanceof Double) return { double: doubleToString(value.value) };
  if (value instanceof Some) return { some: encode(value.value) };
  if (value === None) return { none: true };
  if (value instanceof Seq) return { seq: Array.from(value, encode) };
  return Array.isArray(value) ? value.map(encode) : value;
}
