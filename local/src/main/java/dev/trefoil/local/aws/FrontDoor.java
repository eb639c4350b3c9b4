// API Gateway's part: an HTTP call becomes an invocation, and its outcome an HTTP answer.
package dev.trefoil.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.aws.Invocation.Outcome;
import dev.trefoil.local.http.Exchanges;
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

  void answer(HttpExchange exchange) throws IOException {
    Optional<byte[]> body = Exchanges.body(exchange, MAX_BODY_BYTES);
    if (body.isEmpty()) {
      send(exchange, tooLarge());
      return;
    }
    String traceRoot =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id"))
            .filter(trace -> trace.startsWith("Root="))
            .map(trace -> trace.split(";", 2)[0])
            .orElseGet(Invocation::newTraceRoot);
    ObjectNode event = HttpApiEvent.of(exchange, body.get(), traceRoot, Instant.now());
    iamCaller.ifPresent(arn -> HttpApiEvent.verifiedByIam(event, arn));
    exchange.getResponseHeaders().set("apigw-requestid", HttpApiEvent.requestId(event));
    byte[] payload = JSON.writeValueAsBytes(event);
    if (payload.length > LambdaProcess.MAX_PAYLOAD_BYTES) {
      send(exchange, tooLarge());
      return;
    }
    send(exchange, invoke(new Invocation(payload, traceRoot)));
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

  private static void send(HttpExchange exchange, HttpApiResponse response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::put);
    Exchanges.send(exchange, response.status(), response.body());
  }
}
