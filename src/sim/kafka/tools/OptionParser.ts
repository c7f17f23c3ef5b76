import { JavaError } from '../../../engine/errors.js';

/** One option of a tool. `argument` undefined: it is a switch. */
export interface OptionSpec {
  readonly name: string;
  readonly description: string;
  readonly argument?: { readonly kind: 'String' | 'Integer' | 'Long'; readonly label?: string; readonly isOptional?: boolean };
  /** The value of an option that isn't given, as text. */
  readonly defaultValue?: string;
}

/** Arguments that joptsimple refuses; the tools show its message, or the exception itself. */
export class OptionException extends JavaError {
  constructor(kind: 'Unrecognized' | 'MissingArgument' | 'Multiple' | 'Conversion', message: string) {
    super(`joptsimple.${exceptionNames[kind]}`, message);
  }
}

const exceptionNames = {
  Unrecognized: 'UnrecognizedOptionException',
  MissingArgument: 'OptionMissingRequiredArgumentException',
  Multiple: 'MultipleArgumentsForOptionException',
  Conversion: 'OptionArgumentConversionException',
} as const;

/** The options that were given, with their arguments. Numbers are read when they are asked for, as the tools do. */
export class OptionSet {
  private readonly given = new Map<string, string[]>();
  constructor(private readonly specs: ReadonlyMap<string, OptionSpec>) {}

  add(name: string, argument: string | undefined): void {
    const values = this.given.get(name) ?? [];
    if (argument !== undefined) values.push(argument);
    this.given.set(name, values);
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  valuesOf(name: string): readonly string[] {
    return this.given.get(name) ?? [];
  }

  /** The argument, else the default. @throws {OptionException} it was given more than once */
  valueOf(name: string): string | undefined {
    const values = this.valuesOf(name);
    if (values.length > 1)
      throw new OptionException('Multiple', `Found multiple arguments for option ${name}, but you asked for only one`);
    return values[0] ?? this.specs.get(name)?.defaultValue;
  }

  /** As a whole number. @throws {OptionException} it is none */
  numberOf(name: string): number | undefined {
    const value = this.valueOf(name);
    if (value === undefined) return undefined;
    const isInteger = this.specs.get(name)?.argument?.kind === 'Integer';
    if (!/^[+-]?\d+$/.test(value) || Math.abs(Number(value)) > (isInteger ? 2 ** 31 : 2 ** 63))
      throw new OptionException('Conversion', `Cannot parse argument '${value}' of option ${name}`);
    return Number(value);
  }
}

/**
 * Reads arguments as the tools do: `--name value`, `--name=value`, no abbreviations; words that belong to no option are ignored.
 * Model: jopt-simple 5.0.4 OptionParser(false).
 */
export class OptionParser {
  private readonly byName: ReadonlyMap<string, OptionSpec>;
  constructor(readonly specs: readonly OptionSpec[]) {
    this.byName = new Map(specs.map((spec) => [spec.name, spec]));
  }

  /** @throws {OptionException} an unknown option, or one without its argument */
  parse(args: readonly string[]): OptionSet {
    const options = new OptionSet(this.byName);
    for (let i = 0; i < args.length; i++) {
      const [, dashes, name = '', assigned] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(args[i] as string) ?? [];
      if (dashes === undefined) continue;
      const spec = this.byName.get(name);
      if (spec === undefined) throw new OptionException('Unrecognized', `${name} is not a recognized option`);
      options.add(name, spec.argument === undefined ? undefined : (assigned ?? this.argument(spec, args[i + 1])));
      if (spec.argument !== undefined && assigned === undefined && this.argument(spec, args[i + 1]) !== undefined) i++;
    }
    return options;
  }

  /** The next word, unless an optional argument is left out because it looks like an option. */
  private argument(spec: OptionSpec, next: string | undefined): string | undefined {
    const isAbsent = next === undefined || this.isOption(next);
    if (!isAbsent) return next;
    if (spec.argument?.isOptional) return undefined;
    throw new OptionException('MissingArgument', `Option ${spec.name} requires an argument`);
  }

  private isOption(word: string): boolean {
    const name = /^--?([^=]+)/.exec(word)?.[1];
    return name !== undefined && (word.startsWith('--') || this.byName.has(name)) && !/^-\d/.test(word);
  }
}
