package dev.trefoil.openai;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers a body that is a chat or an embeddings request, told apart by its fields, and always
 * whole: what is kept for later is no stream.
 */
public final class EitherEndpoint {
  private final ChatEndpoint chat;
  private final EmbeddingsEndpoint embeddings;
  private final ChatParser parser = new ChatParser(Optional.empty());
  private final Access access;

  public EitherEndpoint(Gateway gateway, ChatEndpoint chat, EmbeddingsEndpoint embeddings) {
    this.access = new Access(gateway);
    this.chat = chat;
    this.embeddings = embeddings;
  }

  /**
   * Reads the request and calls nothing.
   *
   * @throws ApiException 400 when it is malformed, neither of the two, or wants a stream; 403 when
   *     the caller may not ask for what it names
   */
  public void check(byte[] body, CallFacts facts) throws ApiException {
    if (isEmbeddings(body)) {
      EmbeddingsCall call = EmbeddingsParser.read(body, facts.wishes());
      access.check(facts.caller(), call.model(), call.wishes());
    } else {
      ChatCall call = parser.completions(body, facts.wishes());
      requireWhole(body);
      access.check(facts.caller(), call.model(), call.wishes());
    }
  }

  /**
   * Refuses a request for a stream, whatever else is right or wrong with it.
   *
   * @throws ApiException 400 when it wants one, or is no JSON object
   */
  public static void requireWhole(byte[] body) throws ApiException {
    if (Fields.of(Json.read(body)).flag("stream")) {
      throw ApiException.unsupported(
          "stream", "An answer that is kept is whole: leave 'stream' out.");
    }
  }

  /** Answers it; throws as {@link ChatEndpoint#completions} does. */
  public void answer(byte[] body, CallFacts facts, ResponseSink sink)
      throws ApiException, IOException {
    check(body, facts);
    if (isEmbeddings(body)) {
      embeddings.embed(body, facts, sink);
    } else {
      chat.completions(body, facts, sink);
    }
  }

  private static boolean isEmbeddings(byte[] body) throws ApiException {
    JrsValue request = Json.read(body);
    boolean input = request.isObject() && request.get("input") != null;
    if (!input && request.isObject() && request.get("messages") == null) {
      throw ApiException.of(
              400,
              "invalid_request_error",
              "missing_required_parameter",
              "'messages' of a chat request is missing, or 'input' of an embeddings request.")
          .withParam("messages");
    }
    return input;
  }
}
