package dev.trefoil.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP function. All methods come here, so that a wrong one gets our answer; the platform's own
 * level is ANONYMOUS because it is compiled in, and who may call is decided by the core.
 */
public final class HttpTriggerFunction {
  private static final Duration TIME = FunctionTimeout.forHttp(System.getenv());

  private static final EasyAuth EASY_AUTH = EasyAuth.of(System.getenv());

  /**
   * @throws IOException never in fact: the answer is buffered
   */
  @FunctionName("http")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = {
                HttpMethod.GET,
                HttpMethod.HEAD,
                HttpMethod.POST,
                HttpMethod.PUT,
                HttpMethod.DELETE,
                HttpMethod.OPTIONS
              },
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "{*path}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context)
      throws IOException {
    Headers headers = new Headers();
    request.getHeaders().forEach(headers::add);
    byte[] body = request.getBody().orElse("").getBytes(StandardCharsets.UTF_8);
    BufferedResponse response = new BufferedResponse();
    WarmRuntime.RUNTIME
        .http()
        .handle(
            new HttpCall(
                request.getHttpMethod().name(),
                request.getUri().getRawPath(),
                headers,
                new ByteArrayInputStream(body),
                Deadline.after(TIME),
                EASY_AUTH.principal(headers)),
            response);
    return response.in(request);
  }
}
