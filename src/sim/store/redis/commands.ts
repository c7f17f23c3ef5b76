import type { RedisCommand } from '../../../engine/store/redis.js';
import type { StoreValue } from '../../../engine/store/StoreConnection.js';
import { Refusal } from '../StoreServer.js';

/** Texts and hashes by key. */
export type RedisData = Map<string, string | Map<string, string>>;
/** Takes one write back. */
export type Undo = () => void;

type Executed = readonly [reply: StoreValue, undo: Undo | undefined];
type Run = (data: RedisData, args: readonly string[]) => Executed;

/** Executes one command. @returns its reply, and what takes it back when it changed something. @throws {Refusal} as Redis words it */
export function execute(data: RedisData, [name, ...args]: RedisCommand): Executed {
  const command = commands[name.toUpperCase()];
  if (command === undefined) throw new Refusal('ERR', `ERR unknown command '${name}'`);
  const [arity, run] = command;
  if (args.length < Math.abs(arity) || (arity > 0 && args.length > arity))
    throw new Refusal('ERR', `ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  return run(data, args.map(String));
}

/** Whether the command changes something where there is something to change. */
export const isWrite = ([name]: RedisCommand): boolean => !['GET', 'HGET', 'HGETALL', 'EXISTS'].includes(name.toUpperCase());

/** By name: how many arguments it takes (negative: at least), and what it does. */
const commands: Readonly<Record<string, readonly [arity: number, run: Run]>> = {
  GET: [1, (data, [key = '']) => [textAt(data, key) ?? null, undefined]],
  EXISTS: [1, (data, [key = '']) => [data.has(key) ? 1 : 0, undefined]],
  SET: [2, (data, [key = '', value = '']) => ['OK', put(data, key, value)]],
  SETNX: [2, (data, [key = '', value = '']) => (data.has(key) ? [0, undefined] : [1, put(data, key, value)])],
  INCRBY: [
    2,
    (data, [key = '', by = '']) => {
      const sum = whole(textAt(data, key) ?? '0') + whole(by);
      return [sum, put(data, key, String(sum))];
    },
  ],
  DEL: [
    -1,
    (data, keys) => {
      const undos = keys.filter((key) => data.has(key)).map((key) => remove(data, key));
      return [undos.length, inReverse(undos)];
    },
  ],
  HGET: [2, (data, [key = '', field = '']) => [hashAt(data, key)?.get(field) ?? null, undefined]],
  HGETALL: [1, (data, [key = '']) => [Object.fromEntries(hashAt(data, key) ?? []), undefined]],
  HSET: [
    -3,
    (data, [key = '', ...pairs]) => {
      if (pairs.length % 2 !== 0) throw new Refusal('ERR', "ERR wrong number of arguments for 'hset' command");
      const hash = hashAt(data, key) ?? new Map<string, string>();
      let added = 0;
      const undos: Undo[] = [];
      for (let i = 0; i < pairs.length; i += 2) {
        const [field, value] = pairs.slice(i, i + 2) as [string, string];
        if (!hash.has(field)) added++;
        undos.push(setField(data, key, field, value));
      }
      return [added, inReverse(undos)];
    },
  ],
  HDEL: [
    -2,
    (data, [key = '', ...fields]) => {
      const undos = fields.filter((field) => hashAt(data, key)?.has(field)).map((field) => removeField(data, key, field));
      return [undos.length, inReverse(undos)];
    },
  ],
  HINCRBY: [
    3,
    (data, [key = '', field = '', by = '']) => {
      const sum = whole(hashAt(data, key)?.get(field) ?? '0') + whole(by);
      return [sum, setField(data, key, field, String(sum))];
    },
  ],
};

function textAt(data: RedisData, key: string): string | undefined {
  const value = data.get(key);
  if (value instanceof Map) throw new Refusal('WRONGTYPE', WRONG_TYPE);
  return value;
}

function hashAt(data: RedisData, key: string): Map<string, string> | undefined {
  const value = data.get(key);
  if (typeof value === 'string') throw new Refusal('WRONGTYPE', WRONG_TYPE);
  return value;
}

const WRONG_TYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value';

function whole(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Refusal('ERR', 'ERR value is not an integer or out of range');
  return Number(text);
}

function put(data: RedisData, key: string, value: string): Undo {
  const old = data.get(key);
  data.set(key, value);
  return () => void (old === undefined ? data.delete(key) : data.set(key, old));
}

function remove(data: RedisData, key: string): Undo {
  const old = data.get(key) as string | Map<string, string>;
  data.delete(key);
  return () => void data.set(key, old);
}

function setField(data: RedisData, key: string, field: string, value: string): Undo {
  const hash = hashAt(data, key) ?? new Map<string, string>();
  data.set(key, hash);
  const old = hash.get(field);
  hash.set(field, value);
  return () => {
    if (old !== undefined) hash.set(field, old);
    else hash.delete(field);
    if (hash.size === 0) data.delete(key);
  };
}

function removeField(data: RedisData, key: string, field: string): Undo {
  const hash = data.get(key) as Map<string, string>;
  const old = hash.get(field) as string;
  hash.delete(field);
  if (hash.size === 0) data.delete(key);
  return () => {
    hash.set(field, old);
    data.set(key, hash);
  };
}

const inReverse = (undos: readonly Undo[]): Undo | undefined =>
  undos.length === 0 ? undefined : () => [...undos].reverse().forEach((undo) => void undo());
