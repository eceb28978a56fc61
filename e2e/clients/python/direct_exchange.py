"""Direct exchange my_exchange with a durable queue bound to it; publishes argv[1] messages with routing key argv[2]."""

import os
import sys

import pika

count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
routing_key = sys.argv[2] if len(sys.argv) > 2 else "my_key"
connection = pika.BlockingConnection(pika.ConnectionParameters("localhost", int(os.environ.get("AMQP_PORT", "5672"))))
channel = connection.channel()
channel.exchange_declare(exchange="my_exchange", exchange_type="direct")
channel.queue_declare(queue="my_queue", durable=True)
channel.queue_bind(exchange="my_exchange", queue="my_queue", routing_key="my_key")
for number in range(count):
    channel.basic_publish(exchange="my_exchange", routing_key=routing_key, body=f"message {number}")
connection.close()
print(f"sent {count}")
