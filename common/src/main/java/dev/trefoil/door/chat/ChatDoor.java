package dev.trefoil.door.chat;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** OpenAI's chat completions, embeddings and models, and a short form of chat. */
public final class ChatDoor implements Door {
  private final ChatEndpoint chat;
  private final EmbeddingsEndpoint embeddings;
  private final ModelsEndpoint models;

  public ChatDoor(ChatEndpoint chat, EmbeddingsEndpoint embeddings, ModelsEndpoint models) {
    this.chat = chat;
    this.embeddings = embeddings;
    this.models = models;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.paid(
            "chat/completions", (call, sink) -> chat.completions(call.body(), call.info(), sink)),
        Endpoint.paid("chat", (call, sink) -> chat.prompt(call.body(), call.info(), sink)),
        Endpoint.paid(
            "embeddings", (call, sink) -> embeddings.embed(call.body(), call.info(), sink)),
        Endpoint.get("models", (call, sink) -> models.list(call.caller(), call.requestId(), sink)));
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    ProblemRenderer.send(problem, requestId, extra, sink);
  }
}
