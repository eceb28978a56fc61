# bunny's common round trips. Ends with 0 when all hold, else says what did not.
require "bunny"

def check(what, condition)
  abort "failed: #{what}" unless condition
  puts "ok: #{what}"
end

connection = Bunny.new(host: "127.0.0.1", port: ENV.fetch("AMQP_PORT").to_i, heartbeat: 2, automatically_recover: false)
connection.start
channel = connection.create_channel
channel.confirm_select

exchange = channel.topic("bunny.topic", durable: true)
queue = channel.queue("bunny.work", durable: true, arguments: { "x-max-priority" => 5, "x-dead-letter-exchange" => "bunny.dead" })
dead = channel.queue("bunny.dead.queue", durable: true)
dead.bind(channel.fanout("bunny.dead"))
queue.bind(exchange, routing_key: "order.#")

headers = { "text" => "Zoë".b, "number" => 2**40, "small" => 7, "fraction" => 2.5, "yes" => true, "nothing" => nil,
            "list" => [1, "two"], "table" => { "inner" => "x" }, "time" => Time.at(1_700_000_000) }
10.times { |n| exchange.publish("body #{n}", routing_key: "order.#{n}", persistent: true, headers: headers, priority: n % 3) }
check "confirms", channel.wait_for_confirms
check "queue length", queue.message_count == 10

delivery, properties, payload = queue.pop(manual_ack: true)
check "highest priority first", properties.priority == 2 && payload == "body 2"
got = properties.headers.reject { |key, _| key == "time" }
check "headers keep values, got #{got}", got == headers.reject { |key, _| key == "time" }
check "header time", properties.headers["time"].to_i == 1_700_000_000
channel.nack(delivery.delivery_tag, false, true)
delivery, _, payload = queue.pop(manual_ack: true)
check "requeued to its place and flagged", payload == "body 2" && delivery.redelivered?
channel.reject(delivery.delivery_tag, false)

returned = Queue.new
exchange.on_return { |info, _, body| returned << [info.reply_code, body] }
exchange.publish("lost", routing_key: "nowhere", mandatory: true)
channel.wait_for_confirms
check "mandatory return 312", returned.pop == [312, "lost"]

received = Queue.new
channel.prefetch(3)
consumer = queue.subscribe(manual_ack: true) { |info, _, body| received << body; channel.ack(info.delivery_tag) }
bodies = Array.new(9) { received.pop }
check "nine consumed", bodies.sort == (0..9).map { |n| "body #{n}" }.reject { |b| b == "body 2" }
consumer.cancel
_, properties, payload = dead.pop
check "dead letter with its history", payload == "body 2" && properties.headers["x-death"][0]["reason"] == "rejected"

doomed = connection.create_channel
begin
  doomed.queue("bunny.missing", passive: true)
  abort "failed: passive declare of a missing queue"
rescue Bunny::NotFound
  puts "ok: 404 closes the channel only"
end
other = connection.create_channel
begin
  other.queue("bunny.work", durable: false)
  abort "failed: redeclare with other arguments"
rescue Bunny::PreconditionFailed
  puts "ok: 406 closes the channel only"
end
check "connection lives on", connection.open?

transaction = connection.create_channel
transaction.tx_select
transaction.default_exchange.publish("in a transaction", routing_key: "bunny.dead.queue")
transaction.tx_rollback
check "rollback forgets", dead.message_count == 0
transaction.default_exchange.publish("in a transaction", routing_key: "bunny.dead.queue")
transaction.tx_commit
check "commit publishes", dead.message_count == 1

sleep 5
check "heartbeats keep it open", connection.open? && queue.message_count == 0
connection.close
