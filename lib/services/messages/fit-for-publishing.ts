import type { MessageProperties } from '../../model/message';

/**
 * Properties of a stored message that is published again, straight into a queue. A user-id goes, because brokers refuse it
 * from anyone but its owner; CC and BCC go, because they would send copies on to other queues.
 */
export function fitForPublishing({ userId: _userId, headers, ...properties }: MessageProperties): MessageProperties {
  const kept = headers?.filter(({ key }) => key !== 'CC' && key !== 'BCC');
  return { ...properties, ...(kept && { headers: kept }) };
}
