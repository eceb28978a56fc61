import * as z from 'zod';
import { editableProperties } from '../../model/operations';
import { name, shortString } from '../input';
import { messageProperties, typedTable } from '../messages/message-draft';

const idsMax = 10_000;
/** A filter that is typed, or boxes and a filter together as a search puts them. */
const filterCharactersMax = 10_000;
const patchStepsMax = 100;
/** A body of 4 MiB in base64: what a person edits in a page. */
const editedBodyCharactersMax = 6 * 1024 * 1024;

const selection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ids'), ids: z.array(z.string().min(1).max(64)).min(1).max(idsMax) }),
  z.object({ kind: z.literal('filter'), filter: z.string().min(1).max(filterCharactersMax) }),
  z.object({ kind: z.literal('all') }),
]);

const destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('origin'), via: z.enum(['queue', 'exchange']) }),
  z.object({ kind: z.literal('queue'), queue: name }),
  z.object({ kind: z.literal('exchange'), exchange: shortString, routingKey: shortString.nullable() }),
]);

const pointer = z.string().max(1_000);
const patchStep = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['add', 'replace', 'test']), path: pointer, value: z.json() }),
  z.object({ op: z.literal('remove'), path: pointer }),
  z.object({ op: z.enum(['move', 'copy']), path: pointer, from: pointer }),
]);
const milliseconds = z.string().regex(/^\d{1,12}$/, 'Give the expiration as milliseconds.');
const setProperties = messageProperties
  .omit({ headers: true, userId: true, clusterId: true })
  .extend({ expiration: milliseconds.exactOptional() })
  .strict();
const edit = z
  .object({
    body: z.base64().max(editedBodyCharactersMax).exactOptional(),
    bodyPatch: z.array(patchStep).max(patchStepsMax),
    setHeaders: typedTable,
    removeHeaders: z.array(shortString).max(100),
    setProperties: setProperties.exactOptional(),
    removeProperties: z.array(z.enum(editableProperties)).exactOptional(),
  })
  .refine(({ body, bodyPatch }) => body === undefined || bodyPatch.length === 0, {
    path: ['body'],
    message: 'Either replace the body or patch it.',
  });

const needsDestination = ['replay', 'move', 'copy', 'edit-and-replay'];

/** Body of POST /api/brokers/{broker}/plans. */
export const planRequest = z
  .object({
    kind: z.enum(['replay', 'move', 'copy', 'discard', 'purge', 'edit-and-replay']),
    virtualHost: name,
    queue: name,
    selection,
    destination: destination.nullable(),
    edit: edit.nullable(),
  })
  .refine((request) => needsDestination.includes(request.kind) === (request.destination !== null), {
    path: ['destination'],
    message: 'Say where the messages go, and only for acts that send them somewhere.',
  })
  .refine((request) => (request.kind === 'edit-and-replay') === (request.edit !== null), {
    path: ['edit'],
    message: 'An edit belongs to edit-and-replay, and only there.',
  })
  .refine(({ edit: given, selection: chosen }) => given?.body === undefined || (chosen.kind === 'ids' && chosen.ids.length === 1), {
    path: ['edit', 'body'],
    message: 'A whole new body is for one message. For several, patch their bodies.',
  })
  .refine((request) => request.kind !== 'purge' || request.selection.kind === 'all', {
    path: ['selection'],
    message: 'A purge empties the whole queue. To remove some messages, discard them.',
  });

/** Body of POST /api/brokers/{broker}/operations. */
export const startRequest = z.object({
  planId: z.string().min(1).max(64),
  options: z.object({
    ratePerSecond: z.number().positive().max(100_000).nullable(),
    canary: z.boolean(),
    targetReadyMax: z.number().int().positive().nullable(),
  }),
});
