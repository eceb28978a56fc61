import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';

/** A real client of the broker: declares, publishes with confirms, consumes. */
export class Publisher {
  private constructor(
    private readonly connection: ChannelModel,
    readonly channel: ConfirmChannel,
  ) {}

  static async connect(url: string): Promise<Publisher> {
    const connection = await connect(url, { clientProperties: { connection_name: 'page-tests' } });
    return new Publisher(connection, await connection.createConfirmChannel());
  }

  /** Declares a durable queue, empties it and puts `count` messages into it. */
  async fill(queue: string, count: number, options: Parameters<ConfirmChannel['assertQueue']>[1] = {}): Promise<void> {
    await this.channel.assertQueue(queue, { durable: true, ...options });
    await this.channel.purgeQueue(queue);
    for (let index = 0; index < count; index++) {
      this.channel.sendToQueue(queue, Buffer.from(JSON.stringify({ index })), { contentType: 'application/json', persistent: true });
    }
    await this.channel.waitForConfirms();
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
