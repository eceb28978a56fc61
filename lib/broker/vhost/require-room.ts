import { ChannelError, replyCode } from '../../amqp';
import type { DefinitionStore } from '../ports';

/** What has to survive is refused while the disk takes nothing: waiting for room would look to its client as if the broker hung. @throws ChannelError 506 */
export function requireRoom({ refusal }: DefinitionStore): void {
  if (refusal !== null) throw noRoom(refusal);
}

export const noRoom = (reason: string): ChannelError => new ChannelError(replyCode.resourceError, `RESOURCE_ERROR - ${reason}`);
