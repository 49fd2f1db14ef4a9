import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite 8 compiles with oxc, which leaves TC39 decorators as they are, and Node cannot run those.
  oxc: { decorator: { legacy: true } },
  test: { include: ['*.test.ts'] },
});
