import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// Nothing here may leave the machine: no usage reports, no look for updates, no fetch of a sample `Request.cf`.
Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CHECKPOINT_DISABLE: '1',
  NO_UPDATE_NOTIFIER: '1',
});

const migrations = { migrationsDir: 'prisma/migrations', migrationsPattern: 'prisma/migrations/*/migration.sql' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/*.worker.test.ts', '**/*.soak.test.ts'],
          // Nothing here keeps state in a module, so files may share a process: half the time on two cores.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        // Runs inside workerd, on a D1 of its own. `TEST_MIGRATIONS` is for `applyD1Migrations` of cloudflare:test.
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: await readD1Migrations(migrations) } },
          })),
        ],
        test: {
          name: 'worker',
          include: ['src/**/*.worker.test.ts', 'test/**/*.worker.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        // Long runs: `npm run soak`, never part of `npm test`.
        test: { name: 'soak', include: ['test/**/*.soak.test.ts'], testTimeout: 3_600_000 },
      },
    ],
  },
});
