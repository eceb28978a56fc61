// amqp091-go's common round trips. Ends with 0 when all hold, else says what did not.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func check(what string, holds bool) {
	if !holds {
		fmt.Fprintln(os.Stderr, "failed:", what)
		os.Exit(1)
	}
	fmt.Println("ok:", what)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
}

func main() {
	connection, err := amqp.DialConfig("amqp://guest:guest@127.0.0.1:"+os.Getenv("AMQP_PORT")+"/", amqp.Config{Heartbeat: time.Second})
	must(err)
	defer connection.Close()
	channel, err := connection.Channel()
	must(err)
	must(channel.ExchangeDeclare("go.fanout", "fanout", true, false, false, false, nil))
	queue, err := channel.QueueDeclare("go.work", true, false, false, false, amqp.Table{"x-message-ttl": int32(60000)})
	must(err)
	must(channel.QueueBind(queue.Name, "", "go.fanout", false, nil))
	must(channel.Confirm(false))
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, 100))
	returns := channel.NotifyReturn(make(chan amqp.Return, 10))

	headers := amqp.Table{"text": "Zoë", "int16": int16(-3), "int32": int32(7), "int64": int64(1) << 40, "float": float32(1.5), "double": 2.5, "yes": true,
		"bytes": []byte{0, 255}, "time": time.Unix(1700000000, 0), "list": []interface{}{int32(1), "two"}, "table": amqp.Table{"inner": "x"}, "decimal": amqp.Decimal{Scale: 2, Value: 12345}}
	for number := 0; number < 100; number++ {
		message := amqp.Publishing{DeliveryMode: amqp.Persistent, MessageId: fmt.Sprint(number), Headers: headers, Body: []byte(fmt.Sprintf("body %d", number))}
		must(channel.PublishWithContext(context.Background(), "go.fanout", "", true, false, message))
	}
	for number := 0; number < 100; number++ {
		if confirmation := <-confirms; !confirmation.Ack || confirmation.DeliveryTag != uint64(number+1) {
			check("confirms in order", false)
		}
	}
	check("confirms in order", true)
	must(channel.PublishWithContext(context.Background(), "", "go.nowhere", true, false, amqp.Publishing{Body: []byte("lost")}))
	check("mandatory return 312", (<-returns).ReplyCode == 312)

	must(channel.Qos(10, 0, false))
	deliveries, err := channel.Consume("go.work", "go", false, false, false, false, nil)
	must(err)
	for number := 0; number < 100; number++ {
		delivery := <-deliveries
		if string(delivery.Body) != fmt.Sprintf("body %d", number) {
			check("order of delivery, got "+string(delivery.Body), false)
		}
		if number == 0 {
			h := delivery.Headers
			check("header types", h["int16"] == int16(-3) && h["int32"] == int32(7) && h["int64"] == int64(1)<<40 && h["float"] == float32(1.5) && h["double"] == 2.5 &&
				h["yes"] == true && string(h["bytes"].([]byte)) == "\x00\xff" && h["time"].(time.Time).Unix() == 1700000000 && h["decimal"] == amqp.Decimal{Scale: 2, Value: 12345})
		}
		if number%10 == 9 {
			must(delivery.Ack(true))
		}
	}
	check("100 delivered, acknowledged by tens", true)
	must(channel.Cancel("go", false))
	left, err := channel.QueueInspect("go.work")
	must(err)
	check("nothing is left", left.Messages == 0)

	doomed, err := connection.Channel()
	must(err)
	_, err = doomed.QueueDeclarePassive("go.missing", true, false, false, false, nil)
	check("404 closes the channel only", err != nil && err.(*amqp.Error).Code == 404 && !connection.IsClosed())
	doomed, err = connection.Channel()
	must(err)
	_, err = doomed.QueueDeclare("go.work", true, false, false, false, amqp.Table{"x-message-ttl": int32(1)})
	check("406 closes the channel only", err != nil && err.(*amqp.Error).Code == 406 && !connection.IsClosed())

	transaction, err := connection.Channel()
	must(err)
	must(transaction.Tx())
	must(transaction.PublishWithContext(context.Background(), "", "go.work", false, false, amqp.Publishing{Body: []byte("x")}))
	must(transaction.TxRollback())
	must(transaction.PublishWithContext(context.Background(), "", "go.work", false, false, amqp.Publishing{Body: []byte("y")}))
	must(transaction.TxCommit())
	delivery, found, err := channel.Get("go.work", true)
	must(err)
	check("transaction", found && string(delivery.Body) == "y" && delivery.MessageCount == 0)
	time.Sleep(3 * time.Second)
	check("heartbeats keep it open", !connection.IsClosed())
}
