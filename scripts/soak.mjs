// `npm run soak -- --seeds N`: random fault plans, each run twice.
import { runBundled } from './runBundled.mjs';

await runBundled('soak', 'test/soak/main.ts');
