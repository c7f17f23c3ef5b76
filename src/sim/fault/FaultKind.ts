/** What a world is made of, as far as faults can strike it. */
export interface WorldShape {
  /** Ids of the executors at the start; none in local mode. */
  readonly executors: readonly string[];
  /** Pairs of hosts that talk to each other: `driver-nc`. */
  readonly links: readonly string[];
  /** Ports at which an nc listens. */
  readonly ports: readonly number[];
  /** Ids of the Kafka brokers. */
  readonly brokers: readonly number[];
  /** Servers that keep results: `mysql`, `redis`, `zookeeper`. */
  readonly stores: readonly string[];
  /** From the start of the run, in virtual microseconds: faults are drawn before it. */
  readonly untilUs: number;
}

/** One number of a fault that may be chosen. */
export interface FaultParameter {
  /** As it is written in a line: `for`. */
  readonly name: string;
  /** `us`: a duration, written as `2s`; `factor`: written as a number. */
  readonly unit: 'us' | 'factor';
  /** Both inclusive. */
  readonly min: number;
  readonly max: number;
  /** What a person who doesn't choose gets. */
  readonly usual: number;
  readonly meaning: string;
}

/** A kind of fault: what strikes whom, with which numbers, and how that is written. */
export interface FaultKind {
  /** Unique, in words joined by `-`: `executor-crash`. */
  readonly id: string;
  readonly title: string;
  /** What happens in the world, in one or two sentences. */
  readonly happens: string;
  /** What Spark or Kafka makes of it, with its source. */
  readonly answer: string;
  readonly parameters: readonly FaultParameter[];
  /** How often drawn plans choose it, relative to the others; 0: only by hand. */
  readonly weight: number;
  /** Whom it can strike in this world, as a line names them: `executor 1`. Empty: not possible here. */
  targets(shape: WorldShape): readonly string[];
  /** Verb and parameters behind the target; `value('for')` gives a parameter as it is written. */
  verb(value: (parameter: string) => string): string;
  /** A second line that belongs to it, at a later instant: the restart of what crashed. @returns the parameter that says how much later, and the verb */
  readonly followUp?: { readonly afterParameter: string; readonly verb: string };
}

/** One fault of a plan. Its lines are its only meaning: a plan is a script. */
export interface Fault {
  readonly kind: string;
  readonly target: string;
  /** Virtual microseconds after the start; with `effect`, from when on the effect is waited for. */
  readonly atUs: number;
  /** By name of parameter. */
  readonly values: Readonly<Record<string, number>>;
  /** Strikes right after, or instead of, the nth such effect. */
  readonly effect?: { readonly when: 'after' | 'before'; readonly type: string; readonly nth: number };
}
