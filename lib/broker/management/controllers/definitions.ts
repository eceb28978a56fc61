import { setImmediate as nextTurn } from 'node:timers/promises';
import { definitionsBody } from '../definitions/definitions-body';
import { type Definitions, definitionPieces, exportDefinitions, exportOneVirtualHost } from '../definitions/export-definitions';
import { importBatch, planImport } from '../definitions/import-definitions';
import { noContent } from '../http/answer';
import type { Call } from '../http/call';
import type { Resource } from '../http/router';
import { streamAnswer } from '../http/stream-answer';

const access = 'administrator';
const answer = (definitions: Definitions) => streamAnswer('application/json', definitionPieces(definitions));

async function post(call: Call) {
  const only = call.hasParameter('vhost') ? call.virtualHost() : null;
  const steps = planImport(call.broker, await call.body(definitionsBody), only);
  for (const [index, step] of steps.entries()) {
    if (index % importBatch === importBatch - 1) await nextTurn();
    step();
  }
  await call.durable();
  return noContent();
}

export const definitionResources: readonly Resource[] = [
  {
    path: '/api/definitions',
    methods: { GET: { access, handle: (call) => answer(exportDefinitions(call.broker)) }, POST: { access, handle: post } },
  },
  {
    path: '/api/definitions/:vhost',
    methods: {
      GET: { access, handle: (call) => answer(exportOneVirtualHost(call.broker, call.virtualHost())) },
      POST: { access, handle: post },
    },
  },
];
