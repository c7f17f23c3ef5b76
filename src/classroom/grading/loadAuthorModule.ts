import { Script } from 'node:vm';
import { transform } from 'sucrase';
import * as grading from './index.js';

/**
 * Loads a file that the author of an exercise wrote: TypeScript that imports from `batchwise/grading` only. It is trusted, and runs outside the
 * threads in which submissions run.
 * @throws {SyntaxError | TypeError} what cannot be read
 */
export function loadAuthorModule(text: string, name: string): Readonly<Record<string, unknown>> {
  const { code } = transform(text, { transforms: ['typescript', 'imports'], filePath: name });
  const body = new Script(`(function (require, exports, module) {${code}\n})`, { filename: name }).runInThisContext() as (
    ...values: unknown[]
  ) => void;
  const module = { exports: {} as Record<string, unknown> };
  const load = (wanted: string): unknown => {
    if (wanted === 'batchwise/grading') return grading;
    throw new TypeError(`${name}: tests import from 'batchwise/grading' only, not from '${wanted}'.`);
  };
  body(load, module.exports, module);
  return module.exports;
}
