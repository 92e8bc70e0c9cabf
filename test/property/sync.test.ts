import { describeSync } from './sync.ts';

describeSync(250);
