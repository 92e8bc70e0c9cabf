import { describeSync } from './sync.ts';

describeSync(10_000);
