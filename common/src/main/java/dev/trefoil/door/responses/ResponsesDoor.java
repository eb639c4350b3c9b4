package dev.trefoil.door.responses;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.OpenAiProblems;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** OpenAI's Responses. */
public final class ResponsesDoor implements Door {
  private final ResponsesEndpoint responses;

  public ResponsesDoor(ResponsesEndpoint responses) {
    this.responses = responses;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.paid(
            "responses", (call, sink) -> responses.create(call.body(), call.info(), sink)),
        Endpoint.get(
            "responses",
            (call, sink) -> {
              throw noWebSocket();
            }),
        new Endpoint(
            "POST",
            "responses/input_tokens",
            Access.CALLERS,
            (call, sink) -> responses.count(call.body(), call.info(), sink)));
  }

  /**
   * Codex asks for a WebSocket first. After this status it goes on by HTTP at once, after others
   * when it has asked six times. Whether it asks for one is not looked at: gateways drop that
   * header.
   */
  private static Problem noWebSocket() {
    return Problem.of(
        426, "websocket_unsupported", "There is no WebSocket here: send a POST, which may stream.");
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    OpenAiProblems.send(Failures.of(problem), requestId, extra, sink);
  }
}
