/** The type of some events and their fields, each with the kind of its values: see `kindOf`. */
export interface Form {
  readonly type: string;
  readonly fields: readonly { readonly kind: string; readonly name: string }[];
  /** Numbers of an event without lists. */
  readonly size: number;
  readonly hasLists: boolean;
}

/** The first fields of some events: which fields may follow, and the form when none does. */
export class Prefix {
  form = -1;
  private readonly longer: Prefix[] = [];

  constructor(
    private readonly kind: string,
    /** Of its last field; of the type, when there is none yet. */
    readonly name: string,
  ) {}

  /** The prefix that is longer by one field. */
  with(kind: string, name: string): Prefix {
    const { longer } = this;
    for (let i = 0; i < longer.length; i++) {
      const each = longer[i] as Prefix;
      if (each.name === name && each.kind === kind) return each;
    }
    const added = new Prefix(kind, name);
    longer.push(added);
    return added;
  }
}

/** Whether it is a whole number of 32 bits, and not -0. */
export const isInt = (value: unknown): value is number =>
  typeof value === 'number' && (value | 0) === value && !Object.is(value, -0);

/** The kind of a field: an Int, another number, a text, a list of Ints or of texts, a boolean, or JSON. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return 's';
  if (typeof value === 'number') return isInt(value) ? 'i' : 'f';
  if (typeof value === 'boolean') return 'b';
  if (!Array.isArray(value)) return 'j';
  return value.every((each) => typeof each === 'string') ? 'S' : value.every(isInt) ? 'I' : 'j';
}

/** Numbers of a field. @param first the first of them */
export const sizeOf = (kind: string, first: number): number => (kind === 'f' ? 2 : kind === 'I' || kind === 'S' ? 1 + first : 1);

/** @param event beside its fields it has a `type`, and perhaps a `cause` */
export function formOf(event: { readonly type: string }): Form {
  const fields = Object.entries(event).flatMap(([name, value]) =>
    name === 'type' || name === 'cause' || value === undefined ? [] : [{ kind: kindOf(value), name }],
  );
  return {
    type: event.type,
    fields,
    size: fields.reduce((sum, { kind }) => sum + sizeOf(kind, 0), 0),
    hasLists: fields.some(({ kind }) => kind === 'I' || kind === 'S'),
  };
}
