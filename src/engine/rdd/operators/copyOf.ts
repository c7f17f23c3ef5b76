/** A zero value of its own for each key, as deserialising it gives in Spark. */
export function copyOf<T>(value: T): T {
  if (!Array.isArray(value)) return value;
  const copy = value.slice();
  for (let i = 0; i < copy.length; i++) copy[i] = copyOf(copy[i]);
  return copy as T;
}
