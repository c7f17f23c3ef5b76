import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^batchwise$/, replacement: new URL('./src/engine/index.ts', import.meta.url).pathname },
      { find: /^batchwise\/grading$/, replacement: new URL('./src/classroom/grading/index.ts', import.meta.url).pathname },
    ],
  },
  test: { include: ['test/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
