/** Monotonic event counts of one queue, exchange, channel or of the whole broker, by RabbitMQ's names. Rates are derived by the sampler. */
export class MessageCounters {
  publish = 0;
  publishIn = 0;
  publishOut = 0;
  confirm = 0;
  deliver = 0;
  deliverNoAck = 0;
  get = 0;
  getNoAck = 0;
  getEmpty = 0;
  redeliver = 0;
  acknowledge = 0;
  returnUnroutable = 0;
  dropUnroutable = 0;
}
