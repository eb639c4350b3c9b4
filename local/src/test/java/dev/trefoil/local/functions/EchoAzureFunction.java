package dev.trefoil.local.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An Azure function that says what it was given. */
public final class EchoAzureFunction {
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final String maker;
  private final int number = INSTANCES.incrementAndGet();

  /** As the worker does without an injector. */
  public EchoAzureFunction() {
    this("worker");
  }

  EchoAzureFunction(String maker) {
    this.maker = maker;
  }

  /** Text in, text out. */
  public HttpResponseMessage text(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
    if (request.getQueryParameters().containsKey("throw")) {
      throw new IllegalStateException("as asked");
    }
    return request
        .createResponseBuilder(
            url(request).endsWith("/health") ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .header("x-instance", maker + " " + number)
        .header("x-function", context.getFunctionName())
        .header("x-loader", String.valueOf(hostIsVisible()))
        .header("x-headers", String.valueOf(request.getHeaders()))
        .header("x-url", url(request))
        .body(
            "%s %s %s %s"
                .formatted(
                    request.getHttpMethod(),
                    url(request).replaceFirst("http://[^/]*", "").replaceFirst("[?].*", ""),
                    request.getQueryParameters(),
                    request.getBody().orElse("(nothing)")))
        .build();
  }

  /** As the host tells it, where it is no URI too. */
  private static String url(HttpRequestMessage<?> request) {
    try {
      return request.getUri().toString();
    } catch (IllegalArgumentException e) {
      return ((URISyntaxException) e.getCause()).getInput();
    }
  }

  /** Bytes in, bytes out. */
  public byte[] bytes(HttpRequestMessage<Optional<byte[]>> request) {
    return request.getBody().orElseGet(() -> new byte[0]);
  }

  private static boolean hostIsVisible() {
    try {
      Class.forName("dev.trefoil.local.azure.worker.AzureWorker");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
