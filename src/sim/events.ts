import type { EngineEventInput, Recorded } from '../engine/events.js';
import type { KafkaEventInput } from './kafka/events.js';

interface Of<Type extends string> {
  readonly type: Type;
  readonly cause?: number;
}

/** A line of the script took effect. `line` counts from 1. */
export interface ScriptLine extends Of<'script.line'> {
  readonly line: number;
  readonly text: string;
}
/** What a script line asked for could not be done, and nothing happened: the host is already dead, nobody listens. */
export interface ScriptIgnored extends Of<'script.ignored'> {
  readonly line: number;
  readonly reason: string;
}
export interface HostStarted extends Of<'host.started'> {
  readonly incarnation: number;
}
export interface HostCrashed extends Of<'host.crashed'> {
  readonly incarnation: number;
}
/** Nothing moves on this host for a while. */
export interface HostPaused extends Of<'host.paused'> {
  readonly forMs: number;
}
/** Work takes `factor` times as long on this host. */
export interface HostSlowed extends Of<'host.slowed'> {
  readonly factor: number;
  readonly forMs?: number;
}
/** A pause or a slow time is over. */
export interface HostResumed extends Of<'host.resumed'> {}
/** Nothing more can be written to the disk, or kept in the memory, of this host. */
export interface SpaceEnded extends Of<'space.ended'> {
  readonly what: 'disk' | 'memory';
  readonly forMs?: number;
}
export interface SpaceFreed extends Of<'space.freed'> {
  readonly what: 'disk' | 'memory';
}
export interface ProgramStarted extends Of<'program.started'> {
  readonly incarnation: number;
}
/** The program's main returned, or threw: then `error` says what and `line` where in the program. */
export interface ProgramEnded extends Of<'program.ended'> {
  readonly error?: string;
  readonly detail?: string;
}
export interface LinkCut extends Of<'link.cut'> {
  readonly link: string;
  readonly forMs?: number;
}
export interface LinkHealed extends Of<'link.healed'> {
  readonly link: string;
}
/** Somebody listens on a port of this host, or no longer does. */
export interface PortOpened extends Of<'port.opened'> {
  readonly port: number;
}
export interface PortClosed extends Of<'port.closed'> {
  readonly port: number;
}
export interface ConnectionOpened extends Of<'connection.opened'> {
  readonly connection: number;
  readonly from: string;
  readonly to: string;
  readonly port: number;
}
export interface ConnectionRefused extends Of<'connection.refused'> {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}
/** One side has ended its half, or the connection was reset. */
export interface ConnectionClosed extends Of<'connection.closed'> {
  readonly connection: number;
  readonly by: string;
  readonly reset: boolean;
}
/** A chunk arrived at this host. */
export interface BytesDelivered extends Of<'bytes.delivered'> {
  readonly connection: number;
  readonly bytes: number;
}
/** A line was typed into nc; `waiting`: no client was connected, so it is kept until one is. */
export interface NcLine extends Of<'nc.line'> {
  readonly port: number;
  readonly text: string;
  readonly waiting: boolean;
}
/** A file appeared or was replaced by the script. */
export interface FileArrived extends Of<'file.arrived'> {
  readonly path: string;
  readonly lines: number;
}
/** A write took effect in a store; whether it stays is another question. `text`: the statement, command or path. */
export interface SinkWritten extends Of<'sink.written'> {
  readonly store: string;
  readonly connection: number;
  readonly text: string;
  /** Part of a transaction that is still open. */
  readonly isOpen: boolean;
}
/** A row was changed for good: its transaction is committed. `row`: what it holds then, none when it was deleted. */
export interface RowCommitted extends Of<'row.committed'> {
  readonly store: string;
  readonly connection: number;
  readonly table: string;
  readonly change: 'insert' | 'update' | 'delete';
  readonly row?: Readonly<Record<string, string | number | null>>;
}
/** A transaction is over without effect. */
export interface TransactionRolledBack extends Of<'transaction.rolledBack'> {
  readonly store: string;
  readonly connection: number;
  readonly statements: number;
  readonly reason: 'asked' | 'connection lost' | 'crash';
}
/** A connection waits for a lock that another one has. */
export interface LockAwaited extends Of<'lock.awaited'> {
  readonly store: string;
  readonly connection: number;
  readonly holder: number;
}
/** A crash took writes that were acknowledged: they were not on disk yet. */
export interface WritesLost extends Of<'writes.lost'> {
  readonly store: string;
  readonly writes: number;
}
/** The last event of every run. */
export interface RunEnded extends Of<'run.ended'> {
  readonly reason: string;
  readonly kind: 'done' | 'until' | 'limit' | 'stuck' | 'error';
}

export type SimEventInput =
  | ScriptLine
  | ScriptIgnored
  | HostStarted
  | HostCrashed
  | HostPaused
  | HostSlowed
  | HostResumed
  | SpaceEnded
  | SpaceFreed
  | ProgramStarted
  | ProgramEnded
  | LinkCut
  | LinkHealed
  | PortOpened
  | PortClosed
  | ConnectionOpened
  | ConnectionRefused
  | ConnectionClosed
  | BytesDelivered
  | NcLine
  | FileArrived
  | SinkWritten
  | RowCommitted
  | TransactionRolledBack
  | LockAwaited
  | WritesLost
  | RunEnded;

export type WorldEventInput = EngineEventInput | SimEventInput | KafkaEventInput;
export type WorldEvent = WorldEventInput & Recorded;
