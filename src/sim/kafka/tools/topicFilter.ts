/** Topics that Kafka itself makes. */
const internalTopics: readonly string[] = ['__consumer_offsets', '__transaction_state'];

export const isInternalTopic = (topic: string): boolean => internalTopics.includes(topic);

/**
 * The topics that `--topic`, a regular expression or a list with commas, names. Model: kafka 2.8.2 core utils/TopicFilter.scala.
 * @param pattern undefined: all
 */
export function matchingTopics(all: readonly string[], pattern: string | undefined, excludeInternal: boolean): string[] {
  const topics = [...all].sort();
  const regex = pattern === undefined ? undefined : topicRegex(pattern);
  return topics.filter((topic) => (regex?.test(topic) ?? true) && !(excludeInternal && isInternalTopic(topic)));
}

export function topicRegex(pattern: string): RegExp {
  const text = pattern
    .trim()
    .replace(/,/g, '|')
    .replace(/ /g, '')
    .replace(/^["']+|["']+$/g, '');
  return new RegExp(`^(?:${text})$`);
}
