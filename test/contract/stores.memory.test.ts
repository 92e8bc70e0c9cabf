import { createMemoryStores } from '../../src/adapters/memory/stores.ts';
import { describeStores } from './stores.ts';

describeStores('memory', async () => createMemoryStores());
