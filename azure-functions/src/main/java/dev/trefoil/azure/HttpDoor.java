package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** From the worker's request to the core's call, and the way back. */
final class HttpDoor {
  /** Azure's load balancer gives an HTTP call up after this, whatever the function's timeout. */
  private static final Duration LOAD_BALANCER = Duration.ofSeconds(230);

  /** What is kept back, so that the platform never cuts an answer. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private HttpDoor() {}

  static HttpResponseMessage answer(HttpRequestMessage<Optional<String>> request)
      throws IOException {
    AzureApp app = AzureApp.RUNNING;
    return answer(
        request,
        app.runtime().http(),
        Deadline.after(app.timeout().within(LOAD_BALANCER.minus(KEPT), KEPT)),
        app.easyAuth());
  }

  static HttpResponseMessage answer(
      HttpRequestMessage<Optional<String>> request,
      HttpHandler core,
      Deadline deadline,
      EasyAuth easyAuth)
      throws IOException {
    Headers headers = new Headers();
    request.getHeaders().forEach(headers::add);
    BufferedResponse response = new BufferedResponse();
    core.handle(
        new HttpCall(
            request.getHttpMethod().name(),
            RequestUrl.path(request),
            RequestUrl.query(request),
            headers,
            new ByteArrayInputStream(RequestText.bytes(request.getBody().orElse(""), headers)),
            deadline,
            easyAuth.principal(headers),
            FrontDoor.BUFFERING),
        response);
    return response.in(request);
  }
}
