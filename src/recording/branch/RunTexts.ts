/** All that a run is a function of, as texts: whoever has them has the run. */
export interface RunTexts {
  readonly program: string;
  /** As the learner knows it: `program.ts`. */
  readonly programName: string;
  readonly script: string;
  readonly seed: string;
  readonly settings: Readonly<Record<string, string>>;
}
