#!/usr/bin/env node
// npm run broker: sets up what is missing, then runs the embedded broker alone.
import { ensureBroker, ensureDependencies, root, withBuildLock } from './setup.mjs';

process.chdir(root);
await ensureDependencies();
await withBuildLock(ensureBroker);
await import('../dist/broker/main.mjs');
