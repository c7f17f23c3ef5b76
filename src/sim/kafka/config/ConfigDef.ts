import { ConfigException } from '../protocol/errors.js';
import type { Validator } from './validators.js';

export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS';

/** Numbers hold a LONG as nearly as they can: the largest one is 2 to the power of 63 here. */
export type ConfigValue = boolean | string | number | readonly string[] | null;

/** One configuration key: name, type, default, and what else a value has to satisfy. */
export type ConfigKey = readonly [name: string, type: ConfigType, defaultValue: ConfigValue, ...validators: Validator[]];

/** What `Long.MAX_VALUE` is as a number. */
export const LONG_MAX = 2 ** 63;
export const INT_MAX = 2 ** 31 - 1;

/** The keys of one kind of configuration. Model: kafka 2.8.0 common/config/ConfigDef.java. */
export class ConfigDef {
  private readonly keys: ReadonlyMap<string, ConfigKey>;
  constructor(keys: readonly ConfigKey[]) {
    this.keys = new Map(keys.map((key) => [key[0], key]));
  }

  has(name: string): boolean {
    return this.keys.has(name);
  }

  get names(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** The value of every key that nobody set. */
  get defaults(): Readonly<Record<string, ConfigValue>> {
    return Object.fromEntries([...this.keys.values()].map(([name, , value]) => [name, value]));
  }

  /**
   * All keys with their values: those given, as text or as what they are, else the defaults. Unknown keys are left out.
   * @throws {ConfigException} a value is not of its key's type, or not allowed
   */
  parse(given: Readonly<Record<string, unknown>>): ReadonlyMap<string, ConfigValue> {
    const values = new Map<string, ConfigValue>();
    for (const [name, , defaultValue] of this.keys.values()) {
      values.set(name, Object.hasOwn(given, name) ? this.parseValue(name, given[name]) : defaultValue);
    }
    return values;
  }

  /** One value. @throws {ConfigException} as `parse`; {RangeError} there is no such key */
  parseValue(name: string, given: unknown): ConfigValue {
    const key = this.keys.get(name);
    if (key === undefined) throw new RangeError(`unknown configuration ${name}`);
    const [, type, , ...validators] = key;
    const value = parseType(name, type, given);
    for (const validate of validators) {
      const problem = validate(value);
      if (problem !== undefined) throw invalid(name, value, problem);
    }
    return value;
  }
}

/** A `ConfigException` with Kafka's text. */
export function invalid(name: string, value: unknown, problem: string): ConfigException {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return new ConfigException(`Invalid value ${shown} for configuration ${name}: ${problem}`);
}

function parseType(name: string, type: ConfigType, given: unknown): ConfigValue {
  if (given === null || given === undefined) return null;
  const value = typeof given === 'string' ? given.trim() : given;
  switch (type) {
    case 'BOOLEAN':
      if (typeof value === 'boolean') return value;
      if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
      throw invalid(name, value, 'Expected value to be either true or false');
    case 'STRING':
    case 'CLASS':
      if (typeof value === 'string') return value;
      if (type === 'CLASS') throw invalid(name, value, 'Expected a Class instance or class name.');
      throw invalid(name, value, `Expected value to be a string, but it was a ${javaClassOf(value)}`);
    case 'LIST':
      if (Array.isArray(value)) return value.map(String);
      if (typeof value === 'string') return value === '' ? [] : value.split(/\s*,\s*/);
      throw invalid(name, value, 'Expected a comma separated list.');
    case 'DOUBLE':
      return parseNumber(name, type, value, (text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(text));
    default: {
      const number = parseNumber(name, type, value, (text) => /^[+-]?\d+$/.test(text));
      if (Number.isInteger(number) && number >= -limits[type] - 1 && number <= limits[type]) return number;
      throw invalid(name, value, `Not a number of type ${type}`);
    }
  }
}

const limits = { INT: INT_MAX, SHORT: 2 ** 15 - 1, LONG: LONG_MAX } as const;

function parseNumber(name: string, type: ConfigType, value: unknown, isNumber: (text: string) => boolean): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string')
    throw invalid(name, value, `Expected value to be a ${sizes[type]}, but it was a ${javaClassOf(value)}`);
  if (!isNumber(value)) throw invalid(name, value, `Not a number of type ${type}`);
  return Number.parseFloat(value);
}

const sizes: Readonly<Partial<Record<ConfigType, string>>> = {
  INT: '32-bit integer',
  SHORT: '16-bit integer (short)',
  LONG: '64-bit integer (long)',
  DOUBLE: 'double',
};

function javaClassOf(value: unknown): string {
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double';
  return Array.isArray(value) ? 'java.util.ArrayList' : 'java.lang.Object';
}
