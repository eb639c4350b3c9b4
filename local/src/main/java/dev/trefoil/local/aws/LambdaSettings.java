// What a Lambda function's owner configures, with the local defaults.
package dev.trefoil.local.aws;

import java.time.Duration;
import java.util.Optional;

/**
 * The function's configuration.
 *
 * @param handler the handler class
 * @param memoryMegabytes told to the function; its heap is limited to most of it
 * @param timeout after which an invocation's process is killed
 * @param frontDoorLimit after which API Gateway stops waiting, in the queue or for the answer; 30 s
 *     is the longest that an HTTP API allows
 * @param maxProcesses the concurrency limit
 * @param iamCaller whom the front door's IAM authorizer has verified, as an ARN; empty where it
 *     asks nobody
 * @param snapshot what happens between a process's snapshot and its restoring; empty without
 *     SnapStart
 */
public record LambdaSettings(
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Duration frontDoorLimit,
    int maxProcesses,
    Optional<String> iamCaller,
    Optional<Runnable> snapshot) {

  public static final LambdaSettings DEFAULT =
      new LambdaSettings(
          "dev.trefoil.aws.HttpLambda", 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), 4);

  /** A function without SnapStart, behind a front door that asks nobody. */
  public LambdaSettings(
      String handler,
      int memoryMegabytes,
      Duration timeout,
      Duration frontDoorLimit,
      int maxProcesses) {
    this(
        handler,
        memoryMegabytes,
        timeout,
        frontDoorLimit,
        maxProcesses,
        Optional.empty(),
        Optional.empty());
  }

  /** The same behind an IAM authorizer that has let {@code arn} in; it plays no signature check. */
  public LambdaSettings calledBy(String arn) {
    return new LambdaSettings(
        handler,
        memoryMegabytes,
        timeout,
        frontDoorLimit,
        maxProcesses,
        Optional.of(arn),
        snapshot);
  }

  /**
   * The same function under SnapStart. No memory is written here: the process goes on where it was,
   * after the runtime interface client has called what a snapshot and restoring call.
   */
  public LambdaSettings withSnapshot(Runnable between) {
    return new LambdaSettings(
        handler,
        memoryMegabytes,
        timeout,
        frontDoorLimit,
        maxProcesses,
        iamCaller,
        Optional.of(between));
  }
}
