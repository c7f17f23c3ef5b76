/** Arguments of today, and what is to be said about those of old material. */
export interface TranslatedArguments {
  readonly args: readonly string[];
  /** One line for each old option: what replaced it. The tool itself prints them nowhere. */
  readonly notes: readonly string[];
}

/**
 * Lets the command lines of old material do what they did (KA-176): `--zookeeper` and `--new-consumer`, which the tools no longer know.
 * @param bootstrapServer what takes the place of ZooKeeper's address
 */
export function translateOldFlags(tool: string, args: readonly string[], bootstrapServer: string): TranslatedArguments {
  const notes: string[] = [];
  const translated: string[] = [];
  const hasServer = args.some((word) => /^--(bootstrap-server|broker-list)(=|$)/.test(word));
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === '--new-consumer' && withNewConsumer.has(tool)) {
      notes.push('--new-consumer was removed in Kafka 2.0: there is only the new consumer, and --bootstrap-server says where.');
    } else if (/^--zookeeper(=|$)/.test(word) && tool === 'kafka-topics') {
      notes.push('--zookeeper was replaced by --bootstrap-server in Kafka 2.2, and removed in 3.0.');
      translated.push(word);
    } else if (/^--zookeeper(=|$)/.test(word) && withNewConsumer.has(tool)) {
      notes.push(`--zookeeper was removed in Kafka 2.0: write --bootstrap-server ${bootstrapServer}.`);
      if (word === '--zookeeper') i++;
      if (!hasServer) translated.push('--bootstrap-server', bootstrapServer);
    } else {
      if (/^--broker-list(=|$)/.test(word) && tool === 'kafka-console-producer')
        notes.push('--broker-list was replaced by --bootstrap-server in Kafka 2.5.');
      translated.push(word);
    }
  }
  return { args: translated, notes };
}

const withNewConsumer: ReadonlySet<string> = new Set(['kafka-console-consumer', 'kafka-consumer-groups']);
