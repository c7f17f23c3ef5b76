/** The stores that a scenario can have. */
export const storeNames = ['mysql', 'redis', 'zookeeper'] as const;

/** Settings of a scenario that concern its stores, with what they mean. */
export const storeSettings: Readonly<Record<string, string>> = {
  stores: 'servers that are there: mysql,redis,zookeeper',
  'mysql.statementMs': 'time that a statement takes',
  'mysql.commitMs': 'time that a commit takes, before it takes effect',
  'mysql.lockWaitMs': 'how long a statement waits for a lock',
  'redis.appendfsync': 'when writes are forced to disk: always, everysec or no',
  'redis.commandMs': 'time that a command takes',
  'redis.fsyncMs': 'time that forcing a write to disk takes',
  'zookeeper.writesPerSec': 'writes in a second, of all clients together',
  'zookeeper.readMs': 'time that a read takes',
  'files.writeMs': 'time that writing a file takes',
  'files.lineMs': 'time for each of its lines',
};

/** The stores whose clients a program imports from `batchwise`: it needs them without saying so. */
export function storesUsedBy(program: string): string[] {
  const imports = [...program.matchAll(/import\s*\{([^}]*)\}\s*from\s*['"]batchwise['"]/g)].map(([, names]) => names).join(',');
  return storeNames.filter((name) => new RegExp(`\\b${name}\\b`).test(imports));
}
