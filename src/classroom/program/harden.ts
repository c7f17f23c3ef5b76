/**
 * Makes the realm of a thread safe for a program that nobody trusts, before that program is loaded: what the language has stays, frozen; all that
 * reaches the machine, the clock, chance or other threads is taken away; code cannot be made from text. It cannot be undone, so a thread that has
 * something else to do must have taken hold of what it needs before.
 */
export function hardenRealm(): void {
  const refuse = (name: string) => {
    const blocked = function blocked(): never {
      throw new TypeError(`${name} cannot be used here: code cannot be made from text.`);
    };
    return Object.freeze(blocked);
  };
  // Every kind of function has a constructor that makes code from text, reachable from any function value.
  const samples = [function plain() {}, function* generator() {}, async function later() {}, async function* stream() {}];
  for (const sample of samples) {
    const prototype = Object.getPrototypeOf(sample) as object;
    Object.defineProperty(prototype, 'constructor', { value: refuse('Function'), writable: false, configurable: false });
  }
  const kept = new Set(languageGlobals);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (kept.has(name)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    if (descriptor?.configurable) delete (globalThis as Record<string, unknown>)[name];
  }
  Object.defineProperty(globalThis, 'eval', { value: refuse('eval'), writable: false, configurable: false });
  Object.defineProperty(Math, 'random', { value: refuseChance, writable: false, configurable: false });
  // A stack trace may be formatted by a hook, which would be handed the frames of the engine.
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
  for (const prototype of overridden()) allowOverriding(prototype);
  const seen = new Set<unknown>();
  for (const name of languageGlobals) freezeDeep((globalThis as Record<string, unknown>)[name], seen);
  for (const sample of samples) freezeDeep(Object.getPrototypeOf(sample), seen);
  freezeDeep(Object.getPrototypeOf([][Symbol.iterator]()), seen);
  freezeDeep(Object.getPrototypeOf(new Map()[Symbol.iterator]()), seen);
  freezeDeep(Object.getPrototypeOf(new Set()[Symbol.iterator]()), seen);
  freezeDeep(Object.getPrototypeOf(''[Symbol.iterator]()), seen);
}

const refuseChance = Object.freeze(function random(): never {
  throw new TypeError(
    'Math.random cannot be used here: chance must come from the seed of the run, so that the run can be repeated.',
  );
});

/** What belongs to the language and reaches nothing outside. */
const languageGlobals: readonly string[] = [
  ...['Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'String', 'Number', 'Boolean', 'BigInt', 'Symbol', 'Math', 'JSON'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['RegExp', 'Promise', 'Proxy', 'Reflect', 'ArrayBuffer', 'DataView', 'Iterator'],
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'],
  ...['Infinity', 'NaN', 'undefined', 'globalThis'],
].filter((name) => name in globalThis);

/** Prototypes whose properties objects of one's own often replace by assignment, such as `error.name = …`. */
const overridden = (): readonly object[] => [
  Object.prototype,
  Error.prototype,
  ...[RangeError, ReferenceError, SyntaxError, TypeError, EvalError, URIError, AggregateError].map((each) => each.prototype),
];

/** An assignment to a property that is inherited and frozen fails; through an accessor it makes a property of the object's own. */
function allowOverriding(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (descriptor === undefined || !('value' in descriptor) || !descriptor.configurable) continue;
    const { value, enumerable = false } = descriptor as { value: unknown; enumerable?: boolean };
    Object.defineProperty(prototype, key, {
      enumerable,
      configurable: false,
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${String(key)} of a built-in object cannot be changed.`);
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

/** Freezes a value and all that can be reached from it: the engine's classes, so that a program cannot change what others run on. */
export function freezeDeep(value: unknown, seen: Set<unknown> = new Set()): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === globalThis || seen.has(value))
    return;
  seen.add(value);
  // Elements of typed arrays cannot be frozen; none is reachable from the language's own objects.
  if (ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  freezeDeep(Object.getPrototypeOf(value), seen);
  for (const key of Reflect.ownKeys(value as object)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined) continue;
    if ('value' in descriptor) freezeDeep(descriptor.value, seen);
    else {
      freezeDeep(descriptor.get, seen);
      freezeDeep(descriptor.set, seen);
    }
  }
}
