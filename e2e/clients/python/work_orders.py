"""Order consumer: acknowledges valid orders, rejects the others (they are dead-lettered).

work_orders.py COUNT [accept-all]: ends after COUNT messages or 20 quiet seconds.
"""

import json
import os
import sys

import pika

count = int(sys.argv[1])
accept_all = len(sys.argv) > 2 and sys.argv[2] == "accept-all"
connection = pika.BlockingConnection(pika.ConnectionParameters("localhost", int(os.environ.get("AMQP_PORT", "5672"))))
channel = connection.channel()
channel.basic_qos(prefetch_count=5)
acknowledged = rejected = 0
for method, properties, body in channel.consume("order", inactivity_timeout=20):
    if method is None:
        break
    order = json.loads(body)
    if order["valid"] or accept_all:
        channel.basic_ack(method.delivery_tag)
        acknowledged += 1
    else:
        channel.basic_reject(method.delivery_tag, requeue=False)
        rejected += 1
    if acknowledged + rejected == count:
        break
channel.cancel()
connection.close()
print(json.dumps({"acknowledged": acknowledged, "rejected": rejected}))
