import type { Recording } from './Recording.js';
import { countUpTo } from './search.js';

/** A host at one position of the run. */
export interface HostLine {
  readonly host: string;
  readonly isAlive: boolean;
  /** How often it was started: what ran in an earlier incarnation is gone. */
  readonly incarnation: number;
  /** Executors that ran tasks or receivers on it in this incarnation. */
  readonly executors: readonly string[];
  /** The machine that it is a process of, where that is known. */
  readonly machine: string | undefined;
  /** Ports it listens on. */
  readonly ports: readonly number[];
  /** What it last did: an event to look at. */
  readonly changedAt: number;
}
export interface LinkLine {
  readonly link: string;
  readonly isCut: boolean;
  readonly changedAt: number;
  /** How often it was cut so far. */
  readonly cuts: number;
}
export interface ConnectionLine {
  readonly connection: number;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly openedAt: number;
}

interface HostChange {
  readonly seq: number;
  readonly apply: (line: HostLine) => HostLine;
}

/** The machines of a run, the links between them and the connections over them. */
export class Hosts {
  private readonly changes = new Map<string, HostChange[]>();
  private readonly links = new Map<string, { readonly seq: number; readonly isCut: boolean }[]>();
  private readonly connections: (ConnectionLine & { closedAt: number | undefined })[] = [];

  static of(this: void, recording: Recording): Hosts {
    const hosts = new Hosts();
    const homes = new Map<string, string>();
    const hostOf = (executor: string): string => homes.get(executor) ?? `executor-${executor}`;
    for (const event of recording) {
      const { seq, host } = event;
      const change = (name: string, apply: HostChange['apply']): void => {
        const list = hosts.changes.get(name) ?? [];
        hosts.changes.set(name, list);
        list.push({ seq, apply });
      };
      switch (event.type) {
        case 'host.started':
          change(host, (line) => ({
            ...line,
            isAlive: true,
            incarnation: event.incarnation,
            executors: [],
            ports: [],
            changedAt: seq,
          }));
          break;
        case 'host.crashed':
          change(host, (line) => ({ ...line, isAlive: false, ports: [], executors: [], changedAt: seq }));
          hosts.close(seq, (each) => each.from === host || each.to === host);
          break;
        case 'port.opened':
          change(host, (line) => ({ ...line, ports: [...line.ports, event.port], changedAt: seq }));
          break;
        case 'port.closed':
          change(host, (line) => ({ ...line, ports: line.ports.filter((port) => port !== event.port), changedAt: seq }));
          break;
        case 'task.started':
        case 'receiver.started': {
          // An executor that the driver was not offered is in the driver's own process.
          const { executor } = event;
          if (homes.has(executor)) break;
          change(host, (line) =>
            line.executors.includes(executor) ? line : { ...line, executors: [...line.executors, executor] },
          );
          break;
        }
        case 'executor.added': {
          const { executor, machine } = event;
          const at = hostOf(executor);
          homes.set(executor, at);
          change(at, (line) => ({ ...line, executors: [...line.executors, executor], machine, changedAt: seq }));
          break;
        }
        case 'executor.removed': {
          const { executor } = event;
          const left = (line: HostLine): HostLine => ({
            ...line,
            executors: line.executors.filter((each) => each !== executor),
            changedAt: seq,
          });
          if (homes.has(executor)) change(hostOf(executor), left);
          break;
        }
        case 'link.cut':
        case 'link.healed': {
          const list = hosts.links.get(event.link) ?? [];
          hosts.links.set(event.link, list);
          list.push({ seq, isCut: event.type === 'link.cut' });
          break;
        }
        case 'connection.opened': {
          const { connection, from, to, port } = event;
          hosts.connections.push({ connection, from, to, port, openedAt: seq, closedAt: undefined });
          break;
        }
        case 'connection.closed':
          hosts.close(seq, (each) => each.connection === event.connection);
          break;
        default:
      }
    }
    return hosts;
  }

  at(seq: number): readonly HostLine[] {
    const lines: HostLine[] = [];
    for (const [host, changes] of this.changes) {
      const known = changes.slice(0, countUpTo(changes, seq));
      if (known.length === 0) continue;
      let line: HostLine = {
        host,
        isAlive: true,
        incarnation: 1,
        executors: [],
        machine: undefined,
        ports: [],
        changedAt: known[0]!.seq,
      };
      for (const { apply } of known) line = apply(line);
      lines.push(line);
    }
    return lines;
  }

  linksAt(seq: number): readonly LinkLine[] {
    const lines: LinkLine[] = [];
    for (const [link, changes] of this.links) {
      const known = changes.slice(0, countUpTo(changes, seq));
      const last = known.at(-1);
      if (last !== undefined)
        lines.push({ link, isCut: last.isCut, changedAt: last.seq, cuts: known.filter(({ isCut }) => isCut).length });
    }
    return lines;
  }

  /** The connections that are open at `seq`. */
  connectionsAt(seq: number): readonly ConnectionLine[] {
    return this.connections.filter(({ openedAt, closedAt }) => openedAt <= seq && (closedAt === undefined || closedAt > seq));
  }

  private close(seq: number, isMeant: (connection: ConnectionLine) => boolean): void {
    for (const each of this.connections) if (each.closedAt === undefined && isMeant(each)) each.closedAt = seq;
  }
}
