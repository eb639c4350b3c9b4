package dev.trefoil.door.chat;

import dev.trefoil.door.Door;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.OpenAiProblems;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI's chat completions and embeddings, a short form of chat, and Azure's paths, in which the
 * name of a deployment is the model's.
 */
public final class ChatDoor implements Door {
  static final String COMPLETIONS = "chat/completions";
  static final String EMBEDDINGS = "embeddings";

  private final ChatEndpoint chat;
  private final EmbeddingsEndpoint embeddings;

  public ChatDoor(ChatEndpoint chat, EmbeddingsEndpoint embeddings) {
    this.chat = chat;
    this.embeddings = embeddings;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.paid(COMPLETIONS, (call, sink) -> completions(call, Optional.empty(), sink)),
        Endpoint.paid(
            "deployments/{name}/chat/completions",
            (call, sink) -> completions(call, Optional.of(call.parameter("name")), sink)),
        Endpoint.paid("chat", (call, sink) -> chat.prompt(call.body(), call.info(), sink)),
        Endpoint.paid(EMBEDDINGS, (call, sink) -> embed(call, Optional.empty(), sink)),
        Endpoint.paid(
            "deployments/{name}/embeddings",
            (call, sink) -> embed(call, Optional.of(call.parameter("name")), sink)));
  }

  private void completions(DoorCall call, Optional<String> deployment, ResponseSink sink)
      throws Problem, IOException {
    chat.completions(call.body(), deployment, call.info(), sink);
  }

  private void embed(DoorCall call, Optional<String> deployment, ResponseSink sink)
      throws Problem, IOException {
    embeddings.embed(call.body(), deployment, call.info(), sink);
  }

  @Override
  public Optional<KeptEndpoint> kept(String path) {
    return switch (path) {
      case COMPLETIONS -> Optional.of(chat.kept());
      case EMBEDDINGS -> Optional.of(embeddings.kept());
      default -> Optional.empty();
    };
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    OpenAiProblems.send(problem, requestId, extra, sink);
  }
}
