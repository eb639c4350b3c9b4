package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.io.IOException;
import java.util.Optional;

/**
 * The HTTP function. All methods that the worker knows come here, so that a wrong one gets our
 * answer; the platform's own level is ANONYMOUS because it is compiled in, and who may call is
 * decided by the core. Compiled for Java 11, see {@link WarmRuntime}.
 */
public final class HttpTriggerFunction {
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
                HttpMethod.PATCH,
                HttpMethod.DELETE,
                HttpMethod.OPTIONS,
                HttpMethod.TRACE
              },
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "{*path}")
          HttpRequestMessage<Optional<String>> request)
      throws IOException {
    return HttpDoor.answer(request);
  }
}
