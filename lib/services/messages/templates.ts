import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { TemplateRecord } from '../../db/template-repository';
import type { MessageDraft, PublishTemplate } from '../../model/message';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { name } from '../input';
import { requireAct } from '../require-act';
import { messageDraft } from './message-draft';

const templateLimits = { perBrokerMax: 200, nameCharactersMax: 80, bodyCharactersMax: 1_400_000 } as const; // a body of 1 MiB in base64

/** Body of POST …/templates: a new template, or with `id` the changed one. */
export const templateRequest = z.object({
  id: z.string().min(1).max(64).nullable(),
  name: z.string().trim().min(1, 'Give the template a name.').max(templateLimits.nameCharactersMax),
  virtualHost: name,
  draft: messageDraft.refine(({ bodyBase64 }) => bodyBase64.length <= templateLimits.bodyCharactersMax, {
    path: ['bodyBase64'],
    message: 'A template holds a body of at most 1 MiB.',
  }),
});

type Input = z.infer<typeof templateRequest> & { readonly brokerId: string };

const targetOf = (brokerId: string, template: string) => ({ brokerId, subject: `template ${template}` });

export async function listTemplates(context: ServiceContext, brokerId: string): Promise<readonly PublishTemplate[]> {
  await requireAct(context, 'message.publish', targetOf(brokerId, 'list'));
  context.brokers.get(brokerId); // an unknown broker has no templates to list
  return (await context.database.templates.list(brokerId, templateLimits.perBrokerMax)).map(shown);
}

/** Throws ServiceError 'conflict' when another template of the broker has the name, 'too-large' when there are too many. */
export async function saveTemplate(context: ServiceContext, input: Input): Promise<PublishTemplate> {
  const { brokerId } = input;
  const target = targetOf(brokerId, input.name);
  await requireAct(context, 'message.publish', target);
  context.brokers.get(brokerId);
  return audited(context, 'message.publish', target, async (change) => {
    const { templates } = context.database;
    const before = input.id === null ? null : await templates.find(brokerId, input.id);
    if (input.id !== null && before === null)
      throw new ServiceError('not-found', 'This template is no longer there. Save it as a new one.');
    const namesake = await templates.findByName(brokerId, input.name);
    if (namesake !== null && namesake.id !== input.id)
      throw new ServiceError('conflict', `There is a template ${input.name} already. Choose another name, or change that one.`);
    if (before === null && (await templates.count(brokerId)) >= templateLimits.perBrokerMax)
      throw new ServiceError('too-large', `A broker keeps at most ${templateLimits.perBrokerMax} templates. Delete one first.`);
    const record: TemplateRecord = {
      ...{ id: before?.id ?? `tp-${randomBytes(9).toString('base64url')}`, brokerId, name: input.name, virtualHost: input.virtualHost },
      ...{ draft: input.draft, updatedBy: context.person.name, updatedAtMs: context.clock.nowMs() },
    };
    change.before = before && inWords(before);
    change.after = inWords(record);
    await templates.save(record);
    return shown(record);
  });
}

export async function removeTemplate(context: ServiceContext, input: { readonly brokerId: string; readonly id: string }): Promise<void> {
  const { brokerId, id } = input;
  await requireAct(context, 'message.publish', targetOf(brokerId, id));
  const before = await context.database.templates.find(brokerId, id);
  if (before === null) throw new ServiceError('not-found', 'This template is no longer there.');
  await audited(context, 'message.publish', targetOf(brokerId, before.name), async (change) => {
    change.before = inWords(before);
    await context.database.templates.remove(id);
  });
}

const shown = ({ brokerId: _brokerId, ...template }: TemplateRecord): PublishTemplate => template;

/** What the message says is not the audit's to keep. */
const inWords = ({ name: called, virtualHost, draft }: { name: string; virtualHost: string; draft: MessageDraft }) => ({
  template: called,
  virtualHost,
  exchange: draft.exchange,
  routingKey: draft.routingKey,
  bodyBytes: Buffer.byteLength(draft.bodyBase64, 'base64'),
});
