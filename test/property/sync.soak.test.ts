import { describeSync } from './sync.ts';

describeSync(25_000);
