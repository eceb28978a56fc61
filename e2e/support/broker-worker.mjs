// Runs the broker's entry from source inside a worker thread, where --import does not reach.
import { register } from 'tsx/esm/api';

register();
await import('../../lib/broker/main.ts');
