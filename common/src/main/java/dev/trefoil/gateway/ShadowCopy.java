package dev.trefoil.gateway;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Traceparent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A call that was answered and is sent to standbys as well.
 *
 * @param requestId the call's
 * @param model the route's name, as it was asked for
 * @param places to which the caller has narrowed the call; empty where it has not
 */
public record ShadowCopy(
    String requestId,
    Optional<Traceparent> trace,
    String model,
    List<String> places,
    ChatRequest request) {
  public ShadowCopy {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(request, "request");
    places = List.copyOf(places);
  }
}
