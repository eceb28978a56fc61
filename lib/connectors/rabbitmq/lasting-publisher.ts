import type { MessageDraft, PublishOutcome } from '../../model/message';
import type { DraftPublisher } from '../amqp/draft-publisher';
import type { MessagePublisher } from '../connector';
import { checkDrafts } from './check-drafts';
import { errorOfAmqp } from './management-errors';

/** A publisher on a connection of the pool, which it gives back in the end. */
export class LastingPublisher implements MessagePublisher {
  constructor(
    private readonly publisher: DraftPublisher,
    private readonly release: () => void,
  ) {}

  async publish(drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]> {
    checkDrafts(drafts);
    try {
      return await this.publisher.publish(drafts);
    } catch (error) {
      throw errorOfAmqp(error, 'Publishing');
    }
  }

  async close(): Promise<void> {
    await this.publisher.close();
    this.release();
  }
}
