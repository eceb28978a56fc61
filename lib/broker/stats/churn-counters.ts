/** Monotonic counts of what came and went since the broker started, by RabbitMQ's names (`churn_rates`). Plain ++ by connection/ and vhost/. */
export class ChurnCounters {
  connectionCreated = 0;
  connectionClosed = 0;
  channelCreated = 0;
  channelClosed = 0;
  queueDeclared = 0;
  queueCreated = 0;
  queueDeleted = 0;
}
