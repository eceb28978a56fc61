"""Order producer: durable queue order with a dead-letter exchange, persistent JSON, publisher confirms."""

import json
import os
import sys

import pika

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
credentials = pika.PlainCredentials("guest", "guest")
parameters = pika.ConnectionParameters("localhost", int(os.environ.get("AMQP_PORT", "5672")), "/", credentials)
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
channel.exchange_declare(exchange="order.dead", exchange_type="fanout", durable=True)
channel.queue_declare(queue="order.failed", durable=True)
channel.queue_bind(queue="order.failed", exchange="order.dead")
channel.queue_declare(queue="order", durable=True, arguments={"x-dead-letter-exchange": "order.dead"})
channel.confirm_delivery()
for number in range(1, count + 1):
    order = {"orderId": f"A-{1000 + number}", "customer": "Zoë", "amountCents": 1990 * number, "valid": number % 3 != 0}
    properties = pika.BasicProperties(
        content_type="application/json",
        delivery_mode=2,
        message_id=f"order-{number}",
        headers={"source": "shop", "attempt": 1, "gift": number % 2 == 0},
    )
    channel.basic_publish("", "order", json.dumps(order, ensure_ascii=False).encode(), properties, mandatory=True)
connection.close()
print(f"confirmed {count}")
