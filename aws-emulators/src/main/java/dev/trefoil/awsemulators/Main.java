package dev.trefoil.awsemulators;

import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ, in memory, on 127.0.0.1. */
public final class Main {
  private Main() {}

  /**
   * @param args the port of SQS
   */
  public static void main(String[] args) {
    SQSRestServerBuilder.withInterface("127.0.0.1").withPort(Integer.parseInt(args[0])).start();
  }
}
