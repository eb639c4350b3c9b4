package dev.trefoil.door.messages;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Anthropic's Messages, counting included. */
public final class MessagesDoor implements Door {
  static final String MESSAGES = "messages";

  private final MessagesEndpoint messages;

  public MessagesDoor(MessagesEndpoint messages) {
    this.messages = messages;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.paid(MESSAGES, messages::create),
        new Endpoint("POST", "messages/count_tokens", Access.CALLERS, messages::count));
  }

  @Override
  public Optional<KeptEndpoint> kept(String path) {
    return path.equals(MESSAGES) ? Optional.of(messages.kept()) : Optional.empty();
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    ProblemRenderer.send(problem, requestId, extra, sink);
  }
}
