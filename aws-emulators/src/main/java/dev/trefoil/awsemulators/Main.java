package dev.trefoil.awsemulators;

import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** DynamoDB Local and ElasticMQ in one process, in memory, on 127.0.0.1. */
public final class Main {
  private static final String LOOPBACK = "127.0.0.1";

  private Main() {}

  /**
   * @param args the port of DynamoDB, the port of SQS
   */
  public static void main(String[] args) throws Exception {
    dynamoDb(Integer.parseInt(args[0])).start();
    SQSRestServerBuilder.withInterface(LOOPBACK).withPort(Integer.parseInt(args[1])).start();
  }

  /** Its own server would listen on all interfaces: what answers is put into one of ours. */
  private static Server dynamoDb(int port) {
    boolean inMemory = true;
    boolean shared = true;
    LocalDynamoDBServerHandler handler =
        new LocalDynamoDBServerHandler(
            new LocalDynamoDBRequestHandler(0, inMemory, null, shared, false), "*");
    Server server = new Server(new InetSocketAddress(LOOPBACK, port));
    server.setHandler(new DynamoDBProxyServer(port, handler).setUpHandler(handler));
    return server;
  }
}
