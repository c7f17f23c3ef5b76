/** What a statement needs before it can run. */
export interface Statement {
  /** As the engine understands it. */
  readonly sql: string;
  readonly kind: 'read' | 'write' | 'begin' | 'commit' | 'rollback';
}

/**
 * Reads a statement of MySQL as far as SQLite words it differently: `FOR UPDATE` (a read that locks), `ON DUPLICATE KEY UPDATE` with `VALUES(c)`,
 * `INSERT IGNORE`, `AUTO_INCREMENT`, `START TRANSACTION`. Everything else reaches the engine as it is.
 */
export function statementOf(text: string): Statement {
  const sql = text.trim().replace(/;$/, '');
  const first = /^\w+/.exec(sql)?.[0].toUpperCase() ?? '';
  if (first === 'BEGIN' || /^START\s+TRANSACTION$/i.test(sql)) return { sql, kind: 'begin' };
  if (first === 'COMMIT') return { sql, kind: 'commit' };
  if (first === 'ROLLBACK') return { sql, kind: 'rollback' };
  const [withoutLock, isLocking] = removed(sql, /\s+FOR\s+UPDATE$/i);
  const isRead =
    /^(SELECT|EXPLAIN|VALUES|SHOW)$/.test(first) || (first === 'WITH' && !/\b(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql));
  return { sql: translated(withoutLock), kind: isRead && !isLocking ? 'read' : 'write' };
}

function removed(text: string, what: RegExp): [string, boolean] {
  const rest = text.replace(what, '');
  return [rest, rest !== text];
}

function translated(sql: string): string {
  const upsert = /^(.*?)\bON\s+DUPLICATE\s+KEY\s+UPDATE\b(.*)$/is.exec(sql);
  const whole =
    upsert === null
      ? sql
      : `${upsert[1]}ON CONFLICT DO UPDATE SET${(upsert[2] as string).replace(/\bVALUES\s*\(\s*(\w+)\s*\)/gi, 'excluded.$1')}`;
  return whole
    .replace(/^INSERT\s+IGNORE\b/i, 'INSERT OR IGNORE')
    .replace(
      /\bINT(EGER)?\s+(PRIMARY\s+KEY\s+AUTO_INCREMENT|AUTO_INCREMENT\s+PRIMARY\s+KEY)\b/gi,
      'INTEGER PRIMARY KEY AUTOINCREMENT',
    );
}
