import type { BrokerSnapshot, Freshness, LiveTopic } from '../../model/live';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';

export type SnapshotAnswer = {
  readonly freshness: Freshness;
  readonly topics: Partial<Record<LiveTopic, BrokerSnapshot[keyof BrokerSnapshot] | readonly object[]>>;
};

/** The last poll as it is: asking costs the broker nothing. */
export async function readSnapshot(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly topics: readonly LiveTopic[] },
): Promise<SnapshotAnswer> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  const broker = context.brokers.get(input.brokerId);
  await broker.whenPolled();
  const { snapshot } = broker;
  const topics: SnapshotAnswer['topics'] = {};
  for (const topic of input.topics) {
    if (topic === 'operations') topics[topic] = broker.rows(topic);
    else if (snapshot) topics[topic] = snapshot[topic];
  }
  return { freshness: broker.freshness, topics };
}
