// `npm run conformance -- [--dir DIR] [--only TEXT] [--show CASE]`: recorded runs against the engine.
import { runBundled } from './runBundled.mjs';

await runBundled('conformance', 'test/conformance/harness/main.ts', ['--stack-size=4000']);
