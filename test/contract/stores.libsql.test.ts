import { afterAll } from 'vitest';
import { createLibsqlStores } from './libsql-stores.ts';
import { describeStores } from './stores.ts';

const libsql = createLibsqlStores();
afterAll(() => libsql[Symbol.asyncDispose]());

describeStores('libSQL', () => libsql.open());
