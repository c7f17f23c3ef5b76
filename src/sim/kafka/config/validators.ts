import type { ConfigValue } from './ConfigDef.js';

/** What is wrong with a value, in Kafka's words; undefined: nothing. Model: kafka 2.8.0 common/config/ConfigDef.java. */
export type Validator = (value: ConfigValue) => string | undefined;

export const atLeast =
  (min: number): Validator =>
  (value) =>
    value === null ? NON_NULL : (value as number) < min ? `Value must be at least ${min}` : undefined;

export const between =
  (min: number, max: number): Validator =>
  (value) =>
    atLeast(min)(value) ?? ((value as number) > max ? `Value must be no more than ${max}` : undefined);

export const oneOf =
  (...allowed: readonly string[]): Validator =>
  (value) =>
    allowed.includes(value as string) ? undefined : `String must be one of: ${allowed.join(', ')}`;

/** Every element of a list is one of these. */
export const listOf =
  (...allowed: readonly string[]): Validator =>
  (value) => {
    const strange = (value as readonly string[]).some((each) => !allowed.includes(each));
    return strange ? `String must be one of: ${allowed.join(', ')}` : undefined;
  };

export const nonNull: Validator = (value) => (value === null ? 'entry must be non null' : undefined);
export const nonEmpty: Validator = (value) => (value === '' ? 'String must be non-empty' : undefined);

const NON_NULL = 'Value must be non-null';
