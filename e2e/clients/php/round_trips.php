<?php
// php-amqplib's common round trips. Ends with 0 when all hold, else says what did not.
require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPProtocolChannelException;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

function check(string $what, bool $condition): void
{
    if (!$condition) {
        fwrite(STDERR, "failed: $what\n");
        exit(1);
    }
    echo "ok: $what\n";
}

$connection = new AMQPStreamConnection('127.0.0.1', (int) getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->exchange_declare('php.direct', 'direct', false, true, false);
$channel->queue_declare('php.work', false, true, false, false, false, new AMQPTable(['x-max-length' => 100]));
$channel->queue_bind('php.work', 'php.direct', 'key');
$channel->confirm_select();

$acknowledged = 0;
$returned = [];
$channel->set_ack_handler(function () use (&$acknowledged) { $acknowledged++; });
$channel->set_return_listener(function ($code, $text, $exchange, $key, $message) use (&$returned) { $returned[] = $code; });

$headers = new AMQPTable(['text' => 'Zoë', 'number' => 7, 'large' => 1 << 40, 'yes' => true, 'list' => [1, 'two'], 'table' => ['inner' => 'x']]);
for ($n = 0; $n < 20; $n++) {
    $message = new AMQPMessage("body $n", ['delivery_mode' => 2, 'content_type' => 'text/plain', 'message_id' => "m-$n", 'application_headers' => $headers]);
    $channel->basic_publish($message, 'php.direct', 'key', true);
}
$channel->basic_publish(new AMQPMessage('lost'), 'php.direct', 'nowhere', true);
$channel->wait_for_pending_acks_returns(10);
check('confirms', $acknowledged > 0);
check('mandatory return 312', $returned === [312]);

$message = $channel->basic_get('php.work');
check('get', $message->getBody() === 'body 0' && $message->get('message_id') === 'm-0');
$got = $message->get('application_headers')->getNativeData();
check('headers keep values', $got['text'] === 'Zoë' && $got['number'] === 7 && $got['large'] === 1 << 40 && $got['yes'] === true && $got['list'] === [1, 'two'] && $got['table'] === ['inner' => 'x']);
$message->nack(true);

$bodies = [];
$flags = [];
$channel->basic_qos(0, 5, false);
$channel->basic_consume('php.work', 'php', false, false, false, false, function ($message) use (&$bodies, &$flags) {
    $bodies[] = $message->getBody();
    $flags[] = $message->isRedelivered();
    $message->ack();
    if (count($bodies) === 20) {
        $message->getChannel()->basic_cancel('php');
    }
});
while ($channel->is_consuming()) {
    $channel->wait(null, false, 10);
}
check('all consumed in order, the requeued one first', $bodies === array_map(fn ($n) => "body $n", range(0, 19)));
check('only the requeued one is flagged', array_sum($flags) === 1 && $flags[0]);

$doomed = $connection->channel();
try {
    $doomed->queue_declare('php.missing', true);
    check('passive declare of a missing queue', false);
} catch (AMQPProtocolChannelException $error) {
    check('404 closes the channel only', $error->getCode() === 404);
}
check('connection lives on', $connection->isConnected());

$transaction = $connection->channel();
$transaction->tx_select();
$transaction->basic_publish(new AMQPMessage('x'), '', 'php.work');
$transaction->tx_rollback();
$transaction->basic_publish(new AMQPMessage('y'), '', 'php.work');
$transaction->tx_commit();
check('transaction', $channel->queue_purge('php.work') === 1);

[$name] = $channel->queue_declare('', false, false, true, true);
check('server-named queue', str_starts_with($name, 'amq.gen-'));
$large = random_bytes(1_000_000);
$channel->basic_publish(new AMQPMessage($large), '', $name);
$channel->wait_for_pending_acks(10);
check('a body of many frames', $channel->basic_get($name, true)->getBody() === $large);
$channel->close();
$connection->close();
