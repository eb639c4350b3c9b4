package dev.trefoil.door.responses;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.OpenAiProblems;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** OpenAI's Responses and Conversations. */
public final class ResponsesDoor implements Door {
  static final String RESPONSES = "responses";

  /** Of requests that a tool of a run is sent, as {@link dev.trefoil.agent.Toolbox#RUN}. */
  private static final String RUN = "x-trefoil-run";

  private final ResponsesEndpoint responses;
  private final KeptResponsesEndpoint kept;
  private final ConversationsEndpoint conversations;
  private final ConversationItemsEndpoint items;

  public ResponsesDoor(ResponsesEndpoint responses, KeptResponses kept) {
    this.responses = responses;
    this.kept = responses.keptResponses();
    this.conversations = new ConversationsEndpoint(kept);
    this.items = new ConversationItemsEndpoint(kept);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.paid(
            RESPONSES,
            (call, sink) ->
                responses.create(
                    call.body(), call.info(), call.headers().first(RUN).isPresent(), sink)),
        Endpoint.get(
            RESPONSES,
            (call, sink) -> {
              throw noWebSocket();
            }),
        new Endpoint(
            "POST",
            "responses/input_tokens",
            Access.CALLERS,
            (call, sink) -> responses.count(call.body(), call.info(), sink)),
        Endpoint.paid(
            "responses/compact",
            (call, sink) -> responses.compaction().compact(call.body(), call.info(), sink)),
        Endpoint.get("responses/{id}", kept::get),
        new Endpoint("DELETE", "responses/{id}", Access.CALLERS, kept::delete),
        Endpoint.get("responses/{id}/input_items", kept::inputItems),
        new Endpoint("POST", "responses/{id}/cancel", Access.CALLERS, kept::cancel),
        new Endpoint("POST", "conversations", Access.CALLERS, conversations::create),
        Endpoint.get("conversations/{id}", conversations::get),
        new Endpoint("POST", "conversations/{id}", Access.CALLERS, conversations::label),
        new Endpoint("DELETE", "conversations/{id}", Access.CALLERS, conversations::delete),
        Endpoint.paid("conversations/{id}/items", items::create),
        Endpoint.get("conversations/{id}/items", items::list),
        Endpoint.get("conversations/{id}/items/{item}", items::get),
        new Endpoint("DELETE", "conversations/{id}/items/{item}", Access.CALLERS, items::delete));
  }

  @Override
  public Optional<KeptEndpoint> kept(String path) {
    return path.equals(RESPONSES) ? Optional.of(responses.kept()) : Optional.empty();
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
