/** RabbitMQ: clients consume from and ask for replies to this name, which is no queue. */
export const REPLY_TO_NAME = 'amq.rabbitmq.reply-to';
export const REPLY_ADDRESS_PREFIX = `${REPLY_TO_NAME}.`;

export const isReplyAddress = (routingKey: string): boolean => routingKey.startsWith(REPLY_ADDRESS_PREFIX);
