/// <reference types="@cloudflare/vitest-plugin/types" />
import { applyD1Migrations, env, SELF } from 'cloudflare:test';
import { expect, it } from 'vitest';

it('the worker answers /healthz from its database, inside workerd', async () => {
  expect(navigator.userAgent).toBe('Cloudflare-Workers');
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

  const response = await SELF.fetch('https://localhost/healthz');

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
});
