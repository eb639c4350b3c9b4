// What a Lambda function's owner configures, with the local defaults.
package dev.trefoil.local.aws;

import java.time.Duration;

/**
 * The function's configuration.
 *
 * @param handler the handler class
 * @param memoryMegabytes told to the function; its heap is limited to most of it
 * @param timeout after which an invocation's process is killed
 * @param frontDoorLimit after which API Gateway stops waiting, in the queue or for the answer; 30 s
 *     is the longest that an HTTP API allows
 * @param maxProcesses the concurrency limit
 */
public record LambdaSettings(
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Duration frontDoorLimit,
    int maxProcesses) {

  public static final LambdaSettings DEFAULT =
      new LambdaSettings(
          "dev.trefoil.aws.HttpLambda", 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), 4);
}
