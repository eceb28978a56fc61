import { assert } from '../base/assert';

/**
 * Every bound of the broker, in one place, with its unit. Nothing that a client sends grows past a name in this file.
 * Settings that an operator may change are in options.ts; these are the ceilings.
 */
export const limits = {
  frameMaxBytes: 131_072, // offered in connection.tune, RabbitMQ's default
  frameMinBytes: 4_096, // AMQP 0-9-1 4.2.3: frame-min-size, which is also the most before connection.tune-ok
  channelMax: 2_047, // RabbitMQ's default
  heartbeatSeconds: 60,
  handshakeTimeoutMs: 10_000, // a peer that says nothing is cut, RabbitMQ: handshake_timeout
  consumerTimeoutMs: 1_800_000, // half an hour, RabbitMQ: consumer_timeout
  bodyMaxBytes: 134_217_728, // 128 MiB, RabbitMQ 3.x max_message_size
  fieldTableDepthMax: 100,
  shortStringMaxBytes: 255,
  connectionCountMax: 20_000,
  unacknowledgedCountMax: 1_048_576, // in all channels together; above, a channel gets no more than …
  unacknowledgedShareCount: 1_000, // … so many, or …
  unacknowledgedShareBytes: 67_108_864, // … so much content
  unacknowledgedLeastCount: 10, // a channel's share when the shares of many take half as much again
  bindingCountMax: 2_000_000, // of one virtual host: at four million, the growth of their tables kept others waiting for 3 s
  outputPendingMaxBytes: 1_048_576, // per connection: stop delivering above …
  outputPendingResumeBytes: 262_144, // … and go on below
} as const;

assert(limits.outputPendingResumeBytes < limits.outputPendingMaxBytes, 'the output window needs hysteresis');
assert(limits.frameMinBytes < limits.frameMaxBytes, 'frame bounds are ordered');
