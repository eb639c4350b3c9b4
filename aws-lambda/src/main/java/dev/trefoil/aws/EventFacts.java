package dev.trefoil.aws;

import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import dev.trefoil.http.Headers;
import dev.trefoil.http.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What the servlet container does not hand on faithfully, read from the event itself: it cuts the
 * headers of version 2 at their first comma, and loses those of single-value ALB events.
 *
 * @param path without the stage
 * @param principal whom the door has verified
 */
record EventFacts(String path, Headers headers, Optional<Principal> principal) {

  static EventFacts of(HttpServletRequest request) {
    if (request.getAttribute(RequestReader.HTTP_API_EVENT_PROPERTY)
        instanceof HttpApiV2ProxyRequest event) {
      return version2(event);
    }
    return version1(
        (AwsProxyRequest) request.getAttribute(RequestReader.API_GATEWAY_EVENT_PROPERTY));
  }

  private static EventFacts version2(HttpApiV2ProxyRequest event) {
    Headers headers = new Headers();
    event.getHeaders().forEach(headers::add);
    String stage = event.getRequestContext().getStage();
    String prefix = "/" + stage;
    String path = event.getRawPath();
    boolean staged =
        stage != null
            && !stage.equals("$default")
            && (path.equals(prefix) || path.startsWith(prefix + "/"));
    return new EventFacts(
        staged ? path.substring(prefix.length()) : path,
        headers,
        VerifiedSender.of(event.getRequestContext().getAuthorizer()));
  }

  private static EventFacts version1(AwsProxyRequest event) {
    Headers headers = new Headers();
    if (event.getMultiValueHeaders() != null) {
      event.getMultiValueHeaders().forEach(headers::addAll);
    }
    if (event.getHeaders() != null) {
      // The container adds headers of its own to the many, so that they do not tell whether the
      // sender used them.
      event.getHeaders().entrySet().stream()
          .filter(header -> headers.first(header.getKey()).isEmpty())
          .toList()
          .forEach(header -> headers.add(header.getKey(), header.getValue()));
    }
    return new EventFacts(event.getPath(), headers, VerifiedSender.of(event.getRequestContext()));
  }
}
