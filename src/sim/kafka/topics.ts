/** Where the offsets and members of groups are kept (KA-160). */
export const OFFSETS_TOPIC = '__consumer_offsets';
/** Where the states of transactions are kept (KA-081). */
export const TRANSACTION_TOPIC = '__transaction_state';

export const isInternalTopic = (topic: string): boolean => topic === OFFSETS_TOPIC || topic === TRANSACTION_TOPIC;

/** Topic and number that `topic-0` names. */
export function splitName(name: string): { readonly topic: string; readonly partition: number } {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}

export const partitionName = (topic: string, partition: number): string => `${topic}-${partition}`;

const MAX_NAME = 249;

/** What is wrong with a topic's name; undefined: nothing. Model: kafka 2.8.0 common/internals/Topic.java `validate`. */
export function topicNameProblem(topic: string): string | undefined {
  if (topic === '') return "Topic name is illegal, it can't be empty";
  if (topic === '.' || topic === '..') return 'Topic name cannot be "." or ".."';
  if (topic.length > MAX_NAME)
    return `Topic name is illegal, it can't be longer than ${MAX_NAME} characters, topic name: ${topic}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(topic))
    return `Topic name "${topic}" is illegal, it contains a character other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}
