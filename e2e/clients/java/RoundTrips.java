import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The Java client's common round trips. Ends with 0 when all hold, else says what did not. */
public class RoundTrips {
  static void check(String what, boolean holds) {
    if (!holds) {
      System.err.println("failed: " + what);
      System.exit(1);
    }
    System.out.println("ok: " + what);
  }

  public static void main(String[] arguments) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(Integer.parseInt(System.getenv("AMQP_PORT")));
    factory.setRequestedHeartbeat(2);
    factory.setAutomaticRecoveryEnabled(false);
    Connection connection = factory.newConnection("java round trips");
    Channel channel = connection.createChannel();
    channel.exchangeDeclare("java.source", "topic", true);
    channel.exchangeDeclare("java.middle", "fanout", true);
    channel.exchangeBind("java.middle", "java.source", "a.*");
    Map<String, Object> queueArguments = new HashMap<>();
    queueArguments.put("x-single-active-consumer", true);
    channel.queueDeclare("java.work", true, false, false, queueArguments);
    channel.queueBind("java.work", "java.middle", "");
    channel.confirmSelect();

    Map<String, Object> headers = new HashMap<>();
    headers.put("text", "Zoë");
    headers.put("number", 7);
    headers.put("large", 1L << 40);
    headers.put("double", 2.5);
    headers.put("list", List.of(1, "two"));
    headers.put("bytes", new byte[] {0, -1});
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().deliveryMode(2).headers(headers).messageId("m").build();
    for (int number = 0; number < 100; number++) channel.basicPublish("java.source", "a." + number, properties, ("body " + number).getBytes());
    channel.waitForConfirmsOrDie(10_000);
    check("confirms through an exchange-to-exchange binding", channel.messageCount("java.work") == 100);

    GetResponse response = channel.basicGet("java.work", false);
    check("get", new String(response.getBody()).equals("body 0") && response.getMessageCount() == 99);
    Map<String, Object> got = response.getProps().getHeaders();
    check("headers", got.get("text").toString().equals("Zoë") && got.get("number").equals(7) && got.get("large").equals(1L << 40) && got.get("double").equals(2.5));
    channel.basicNack(response.getEnvelope().getDeliveryTag(), false, true);

    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(100);
    channel.basicQos(7);
    String tag = channel.basicConsume("java.work", false, new DefaultConsumer(channel) {
      @Override
      public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties delivered, byte[] body) throws IOException {
        bodies.add(new String(body));
        getChannel().basicAck(envelope.getDeliveryTag(), false);
        all.countDown();
      }
    });
    check("all consumed", all.await(20, TimeUnit.SECONDS));
    for (int number = 0; number < 100; number++) if (!bodies.get(number).equals("body " + number)) check("order", false);
    check("order", true);
    channel.basicCancel(tag);

    CountDownLatch cancelled = new CountDownLatch(1);
    Channel second = connection.createChannel();
    second.queueDeclare("java.doomed", false, false, false, null);
    second.basicConsume("java.doomed", true, new DefaultConsumer(second) {
      @Override
      public void handleCancel(String consumerTag) {
        cancelled.countDown();
      }
    });
    channel.queueDelete("java.doomed");
    check("consumer cancel notification", cancelled.await(10, TimeUnit.SECONDS));

    Channel doomed = connection.createChannel();
    try {
      doomed.queueDeclarePassive("java.missing");
      check("passive declare of a missing queue", false);
    } catch (IOException error) {
      AMQP.Channel.Close close = (AMQP.Channel.Close) ((ShutdownSignalException) error.getCause()).getReason();
      check("404 closes the channel only", close.getReplyCode() == 404 && connection.isOpen());
    }

    Channel server = connection.createChannel();
    server.queueDeclare("java.rpc", false, false, true, null);
    server.basicConsume("java.rpc", true, new DefaultConsumer(server) {
      @Override
      public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties request, byte[] body) throws IOException {
        AMQP.BasicProperties answer = new AMQP.BasicProperties.Builder().correlationId(request.getCorrelationId()).build();
        getChannel().basicPublish("", request.getReplyTo(), answer, ("re: " + new String(body)).getBytes());
      }
    });
    RpcClient client = new RpcClient(connection.createChannel(), "", "java.rpc", 10_000);
    check("direct reply-to", client.stringCall("hello").equals("re: hello"));
    connection.close();
  }
}
