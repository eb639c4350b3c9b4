// API Gateway's part: an HTTP call becomes an invocation, and its outcome an HTTP answer.
package dev.trefoil.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.local.aws.Invocation.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers HTTP calls as an HTTP API with a Lambda integration does. */
final class FrontDoor {
  /** "Payload size: 10 MB", of API Gateway's quotas for HTTP APIs. */
  private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LambdaPool pool;
  private final Duration limit;
  private final Optional<String> iamCaller;

  FrontDoor(LambdaPool pool, LambdaSettings settings) {
    this.pool = pool;
    this.limit = settings.frontDoorLimit();
    this.iamCaller = settings.iamCaller();
  }

  void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    HttpApiResponse response = answer(request);
    boolean head = request.method().equals("HEAD");
    exchange.send(response.status(), response.headers(), head ? new byte[0] : response.body());
  }

  private HttpApiResponse answer(HttpRequest request) throws IOException {
    if (request.body().length > MAX_BODY_BYTES) {
      return tooLarge();
    }
    String traceRoot =
        request
            .headers()
            .first("x-amzn-trace-id")
            .filter(trace -> trace.startsWith("Root="))
            .map(trace -> trace.split(";", 2)[0])
            .orElseGet(Invocation::newTraceRoot);
    ObjectNode event = HttpApiEvent.of(request, traceRoot, Instant.now());
    iamCaller.ifPresent(arn -> HttpApiEvent.verifiedByIam(event, arn));
    byte[] payload = JSON.writeValueAsBytes(event);
    HttpApiResponse response =
        payload.length > LambdaProcess.MAX_PAYLOAD_BYTES
            ? tooLarge()
            : invoke(new Invocation(payload, traceRoot));
    response.headers().add("apigw-requestid", HttpApiEvent.requestId(event));
    return response;
  }

  private HttpApiResponse invoke(Invocation invocation) {
    pool.submit(invocation);
    try {
      return switch (invocation.outcome().get(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        case Outcome.Answered answered ->
            HttpApiResponse.parse(answered.payload()).orElseGet(FrontDoor::internalError);
        case Outcome.Failed failed -> internalError();
      };
    } catch (TimeoutException e) {
      pool.withdraw(invocation);
      return unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome is never an exception", e);
    }
  }

  private static HttpApiResponse tooLarge() {
    return HttpApiResponse.ofGateway(413, "Request Entity Too Large");
  }

  private static HttpApiResponse internalError() {
    return HttpApiResponse.ofGateway(500, "Internal Server Error");
  }

  private static HttpApiResponse unavailable() {
    return HttpApiResponse.ofGateway(503, "Service Unavailable");
  }
}
