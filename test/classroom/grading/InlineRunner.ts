import type { Case, Outcome, ProgramText, RunLimits, Runner } from '../../../src/classroom/index.js';
import { loadFunctions, loadProgram } from '../../../src/classroom/index.js';
import { Recording } from '../../../src/recording/index.js';
import { World } from '../../../src/sim/World.js';

/** Runs programs in this thread: for tests of what is made of outcomes, with programs that can be trusted. */
export class InlineRunner implements Runner {
  runs = 0;
  async run(
    { text, name }: ProgramText,
    cases: readonly Case[],
    { provenance }: Partial<RunLimits> = {},
  ): Promise<readonly Outcome[]> {
    return cases.map((given): Outcome => {
      this.runs++;
      if (given.calls !== undefined) {
        const found = loadFunctions(text, name);
        return {
          kind: 'called',
          results: given.calls.map((call) => ({ value: (found[call.name] as (...args: unknown[]) => unknown)(...call.args) })),
        };
      }
      const world = new World({
        program: loadProgram(text, name).main,
        script: given.script ?? '',
        seed: given.seed ?? '0',
        settings: given.settings ?? {},
        trace: provenance === true ? 'provenance' : 'detail',
      });
      const end = world.run();
      const run = { programText: text, scriptText: '', seed: '', settings: {} };
      const problem = world.error === undefined ? {} : { problem: { message: String(world.error) } };
      return {
        kind: 'ran',
        ...problem,
        recording: new Recording(world.log, run, undefined, world.provenance?.toParts()),
        end: end.reason,
      };
    });
  }
}
