import { TopicPartition } from '../../../src/engine/kafka/TopicPartition.js';
import { type Assignment, type Assignor, assignors, type Subscription } from '../../../src/sim/kafka/consumer/assignors/index.js';
import { canonical } from './compare.js';
import type { CaseRunner } from './outcome.js';
import type { Json } from './values.js';

interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly instanceId?: string;
  readonly owned?: readonly string[];
  readonly generation?: number;
}

interface Round {
  readonly partitions: Readonly<Record<string, number>>;
  readonly members: readonly Member[];
  readonly result: Json;
}

const all = [...assignors.values()].map((Class) => new Class());

function assignorNamed(name: string): Assignor {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no assignor ${name}`);
  return found;
}

function subscriptionOf({ topics, instanceId, owned = [], generation = -1 }: Member): Subscription {
  const partitions = owned.map((each) => TopicPartition.parse(each));
  return {
    topics,
    groupInstanceId: instanceId,
    ownedPartitions: partitions,
    userData: generation < 0 ? undefined : { partitions, generation },
  };
}

function assign(assignor: Assignor, { partitions, members }: Round): Json {
  const subscriptions = new Map(members.map((member) => [member.id, subscriptionOf(member)]));
  const assignment: Assignment = assignor.assign(new Map(Object.entries(partitions)), subscriptions);
  return Object.fromEntries([...assignment].map(([member, owned]) => [member, owned.map(String)]));
}

/** One assignment of `range` or `roundrobin`. */
export const runAssignor: CaseRunner = (recorded) => {
  const round = recorded as unknown as Round;
  return { expected: round.result, actual: assign(assignorNamed(recorded.assignor as string), round) };
};

/**
 * A sequence of rebalances. The group's leader keeps the members in a `HashMap`, where those that share a slot stand in the order in which they
 * joined. The recording lists them by id and doesn't tell that order: newcomers come last, and the first members in one order for all rounds.
 */
export const runAssignorSequence: CaseRunner = (recorded) => {
  const assignor = assignorNamed(recorded.assignor as string);
  const rounds = recorded.rounds as Round[];
  const expected: Json = rounds.map(({ result }) => result);
  const listed = rounds[0]?.members.map(({ id }) => id) ?? [];
  let actual: Json = [];
  for (const first of permutations(listed)) {
    const found = assignAll(assignor, rounds, first);
    if (canonical(found) === canonical(expected)) return { expected, actual: found };
    if (first.every((id, i) => id === listed[i])) actual = found;
  }
  return { expected, actual };
};

function assignAll(assignor: Assignor, rounds: readonly Round[], firstMembers: readonly string[]): Json {
  let joined = firstMembers;
  return rounds.map((round) => {
    const ids = round.members.map(({ id }) => id);
    joined = [...joined.filter((id) => ids.includes(id)), ...ids.filter((id) => !joined.includes(id))];
    const members = joined.map((id) => round.members.find((member) => member.id === id) as Member);
    return assign(assignor, { ...round, members });
  });
}

/** All orders, the given one first. */
function* permutations(items: readonly string[]): Generator<readonly string[]> {
  if (items.length < 2) yield items;
  else for (const first of items) for (const rest of permutations(items.filter((each) => each !== first))) yield [first, ...rest];
}
