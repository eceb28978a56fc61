import type { MethodHandlers, MethodsOf } from './method-handler';

/** AMQP 0-8's realms; some clients still ask. RabbitMQ gives ticket 1 to everybody. */
export const accessHandlers: MethodHandlers<MethodsOf<'access'>> = {
  'access.request': (channel) => channel.write({ name: 'access.request-ok', ticket: 1 }),
};
