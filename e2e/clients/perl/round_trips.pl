# AnyEvent::RabbitMQ's common round trips; it opens with the protocol header of 0-9. Ends with 0 when all hold, else says what did not.
use strict;
use warnings;
use AnyEvent::RabbitMQ;

my $seconds_max = 20;
my $open = 1;

sub check { my ($what, $condition) = @_; die "failed: $what\n" unless $condition; print "ok: $what\n" }

# Runs one asynchronous call to its end, and gives what came of it.
sub done {
    my ($call) = @_;
    my $over = AnyEvent->condvar;
    my $timer = AnyEvent->timer(after => $seconds_max, cb => sub { $over->croak('no answer in time') });
    $call->(on_success => sub { $over->send($_[0]) }, on_failure => sub { $over->croak("refused: @_") });
    return $over->recv;
}

my $connection = AnyEvent::RabbitMQ->new->load_xml_spec;
done(sub {
    $connection->connect(
        host => '127.0.0.1', port => $ENV{AMQP_PORT}, user => 'guest', pass => 'guest', vhost => '/', timeout => $seconds_max,
        tune => { heartbeat => 2 }, on_close => sub { $open = 0 }, on_read_failure => sub { $open = 0 }, @_)
});
my $channel = done(sub { $connection->open_channel(@_) });

done(sub { $channel->declare_exchange(exchange => 'perl.topic', type => 'topic', durable => 1, @_) });
done(sub { $channel->declare_queue(queue => 'perl.work', durable => 1, @_) });
done(sub { $channel->bind_queue(queue => 'perl.work', exchange => 'perl.topic', routing_key => 'order.#', @_) });
done(sub { $channel->confirm(@_) });

my ($acknowledged, $returned) = (0, 0);
my $confirmed = AnyEvent->condvar;
for my $number (1 .. 10) {
    $confirmed->begin;
    $channel->publish(
        exchange => 'perl.topic', routing_key => "order.$number", body => "body $number",
        header => { delivery_mode => 2, headers => { number => $number } },
        on_ack => sub { $acknowledged++; $confirmed->end }, on_nack => sub { $confirmed->croak('nack') });
}
$confirmed->begin;
$channel->publish(
    exchange => 'perl.topic', routing_key => 'nowhere', body => 'lost', mandatory => 1,
    on_return => sub { $returned = $_[0]{method_frame}{reply_code} }, on_ack => sub { $confirmed->end });
$confirmed->recv;
check 'confirms', $acknowledged == 10;
check 'mandatory return 312', $returned == 312;

my $first = done(sub { $channel->get(queue => 'perl.work', no_ack => 0, @_) });
check 'get', $first->{body}{payload} eq 'body 1' && $first->{header}{headers}{number} == 1;
$channel->reject(delivery_tag => $first->{ok}{method_frame}{delivery_tag}, requeue => 1);

done(sub { $channel->qos(prefetch_count => 3, @_) });
my @received;
my $all = AnyEvent->condvar;
my $timer = AnyEvent->timer(after => $seconds_max, cb => sub { $all->croak('not all were delivered') });
done(sub {
    $channel->consume(queue => 'perl.work', no_ack => 0, on_consume => sub {
        my ($delivery) = @_;
        push @received, $delivery->{body}{payload} . ($delivery->{deliver}{method_frame}{redelivered} ? ' again' : '');
        $channel->ack(delivery_tag => $delivery->{deliver}{method_frame}{delivery_tag});
        $all->send if @received == 10;
    }, @_)
});
$all->recv;
check "in order, got @received", "@received" eq join ' ', 'body 1 again', map { "body $_" } 2 .. 10;

my $pause = AnyEvent->condvar;
my $alarm = AnyEvent->timer(after => 5, cb => sub { $pause->send });
$pause->recv;
check 'heartbeats keep it open', $open;
done(sub { $channel->delete_queue(queue => 'perl.work', @_) });
done(sub { $connection->close(@_) });
check 'closes in order', 1;
