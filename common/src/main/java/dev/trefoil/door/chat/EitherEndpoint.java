package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.RouteAccess;
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
  private final RouteAccess access;

  public EitherEndpoint(Gateway gateway, ChatEndpoint chat, EmbeddingsEndpoint embeddings) {
    this.access = new RouteAccess(gateway);
    this.chat = chat;
    this.embeddings = embeddings;
  }

  /**
   * Reads the request, once, and calls nothing.
   *
   * @throws Problem 400 when it is malformed, neither of the two, or wants a stream; 403 when the
   *     caller may not ask for what it names
   */
  public WholeCall read(byte[] body, CallInfo info) throws Problem {
    JrsValue request = RequestJson.read(body);
    WholeCall call = isEmbeddings(request) ? embeddings(request, info) : chat(request, info);
    access.check(info.caller(), call.model(), call.preferences());
    return call;
  }

  private static WholeCall embeddings(JrsValue request, CallInfo info) throws Problem {
    EmbeddingsCall call = EmbeddingsParser.read(request, Optional.empty(), info.preferences());
    return new WholeCall.Embeddings(
        call.model(), call.preferences(), call.dropped(), call.request(), call.base64());
  }

  private WholeCall chat(JrsValue request, CallInfo info) throws Problem {
    ChatCall call = parser.completions(request, Optional.empty(), info.preferences());
    if (call.request().stream()) {
      throw stream();
    }
    return new WholeCall.Chat(call.model(), call.preferences(), call.dropped(), call.request());
  }

  /**
   * Refuses a request for a stream, whatever else is right or wrong with it.
   *
   * @throws Problem 400 when it wants one, or is no JSON object
   */
  public static void requireWhole(byte[] body) throws Problem {
    if (RequestFields.of(RequestJson.read(body)).flag("stream")) {
      throw stream();
    }
  }

  private static Problem stream() {
    return Problem.unsupported("stream", "An answer that is kept is whole: leave 'stream' out.");
  }

  /** Answers it; throws as {@link ChatEndpoint#completions} does. */
  public void answer(WholeCall call, CallInfo info, ResponseSink sink) throws Problem, IOException {
    switch (call) {
      case WholeCall.Chat one -> chat.whole(one, info, sink);
      case WholeCall.Embeddings one -> embeddings.whole(one, info, sink);
    }
  }

  private static boolean isEmbeddings(JrsValue request) throws Problem {
    boolean input = request.isObject() && request.get("input") != null;
    if (!input && request.isObject() && request.get("messages") == null) {
      throw Problem.of(
              400,
              "missing_required_parameter",
              "'messages' of a chat request is missing, or 'input' of an embeddings request.")
          .withParam("messages");
    }
    return input;
  }
}
