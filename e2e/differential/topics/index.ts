import type { Topic } from '../operation';
import { basics } from './basics';
import { consumers } from './consumers';
import { declarations } from './declarations';
import { expiry } from './expiry';
import { headers } from './headers';
import { policies } from './policies';
import { quorum } from './quorum';
import { replies } from './replies';
import { routing } from './routing';
import { streams } from './streams';
import { transactions } from './transactions';

export const topics: readonly Topic[] = [
  streams, // first, because it takes longest
  basics,
  consumers,
  transactions,
  policies,
  expiry,
  routing,
  headers,
  replies,
  declarations,
  quorum,
];
