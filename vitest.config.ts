import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { batchwise: new URL('./src/engine/index.ts', import.meta.url).pathname } },
  test: { include: ['test/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
