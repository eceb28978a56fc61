"""aio-pika's common round trips. Ends with 0 when all hold."""

import asyncio
import os

import aio_pika
from aio_pika.exceptions import ChannelNotFoundEntity, DeliveryError


async def main() -> None:
    connection = await aio_pika.connect(host="127.0.0.1", port=int(os.environ["AMQP_PORT"]), login="guest", password="guest")
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        await channel.set_qos(prefetch_count=10)
        exchange = await channel.declare_exchange("aio.headers", aio_pika.ExchangeType.HEADERS, durable=True)
        queue = await channel.declare_queue("aio.work", durable=True)
        await queue.bind(exchange, arguments={"x-match": "all", "kind": "order"})
        for number in range(50):
            headers = {"kind": "order" if number % 2 == 0 else "mail", "number": number}
            message = aio_pika.Message(f"body {number}".encode(), headers=headers, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await exchange.publish(message, routing_key="", mandatory=False)
        declared = await channel.declare_queue("aio.work", passive=True)
        assert declared.declaration_result.message_count == 25, declared.declaration_result
        seen = []
        async with queue.iterator(timeout=10) as iterator:
            async for message in iterator:
                async with message.process():
                    seen.append(message.body.decode())
                if len(seen) == 25:
                    break
        assert seen == [f"body {number}" for number in range(0, 50, 2)], seen
        try:
            await exchange.publish(aio_pika.Message(b"lost"), routing_key="", mandatory=True)
            raise AssertionError("an unroutable mandatory message was not returned")
        except DeliveryError:
            pass
        doomed = await connection.channel()
        try:
            await doomed.declare_queue("aio.missing", passive=True)
            raise AssertionError("a missing queue was declared passively")
        except ChannelNotFoundEntity:
            pass
        transaction_channel = await connection.channel(publisher_confirms=False)
        async with transaction_channel.transaction():
            await transaction_channel.default_exchange.publish(aio_pika.Message(b"in a transaction"), "aio.work")
        message = await queue.get(timeout=5)
        assert message.body == b"in a transaction"
        await message.ack()
        await queue.delete()
    print("ok")


asyncio.run(main())
