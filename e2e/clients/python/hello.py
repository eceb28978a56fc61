"""First steps: declares the queue hello and publishes ten messages."""

import os

import pika

parameters = pika.ConnectionParameters("localhost", int(os.environ.get("AMQP_PORT", "5672")))
connection = pika.BlockingConnection(parameters)
channel = connection.channel()
channel.queue_declare(queue="hello")
for number in range(10):
    channel.basic_publish(exchange="", routing_key="hello", body=f"Hello World! {number}")
connection.close()
print("sent 10")
