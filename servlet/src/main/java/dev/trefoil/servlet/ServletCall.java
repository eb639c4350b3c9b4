// From the container's request to the core's call.
package dev.trefoil.servlet;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Principal;
import dev.trefoil.http.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Reads a request of a servlet container. */
final class ServletCall {
  private ServletCall() {}

  /**
   * @param time how long a call may take, where no attribute of the request says
   */
  static HttpCall of(HttpServletRequest request, Duration time) throws IOException {
    Headers headers = new Headers();
    request
        .getHeaderNames()
        .asIterator()
        .forEachRemaining(
            name ->
                request
                    .getHeaders(name)
                    .asIterator()
                    .forEachRemaining(value -> headers.add(name, value)));
    return new HttpCall(
        request.getMethod(),
        MountedPath.of(request),
        new Query(Objects.requireNonNullElse(request.getQueryString(), "")),
        headers,
        request.getInputStream(),
        request.getAttribute(TrefoilServlet.DEADLINE) instanceof Deadline deadline
            ? deadline
            : Deadline.after(time),
        principal(request),
        request.getAttribute(TrefoilServlet.FRONT_DOOR) instanceof FrontDoor door
            ? door
            : FrontDoor.NONE);
  }

  /** The container or a filter has verified it: no header of a client gets there. */
  private static Optional<Principal> principal(HttpServletRequest request) {
    return Optional.ofNullable(request.getUserPrincipal())
        .map(java.security.Principal::getName)
        .filter(name -> !name.isBlank())
        .map(Principal::new);
  }
}
