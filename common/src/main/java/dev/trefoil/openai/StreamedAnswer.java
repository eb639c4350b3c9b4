package dev.trefoil.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.fallback.AnswerListener;
import dev.trefoil.fallback.Trail;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an answer as server-sent events while it is given. The response starts with the answer, so
 * that everything that fails before is an ordinary error.
 */
final class StreamedAnswer implements AnswerListener, AutoCloseable {
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");

  private final String requestId;
  private final long created;
  private final boolean includeUsage;
  private final List<String> dropped;
  private final ResponseSink sink;
  private Target target;
  private OutputStream out;

  StreamedAnswer(
      String requestId,
      long created,
      boolean includeUsage,
      List<String> dropped,
      ResponseSink sink) {
    this.requestId = requestId;
    this.created = created;
    this.includeUsage = includeUsage;
    this.dropped = dropped;
    this.sink = sink;
  }

  @Override
  public void onStart(Target answering, Trail trail) {
    target = answering;
    try {
      out =
          sink.start(
              200,
              ResponseHeaders.withDropped(
                  ResponseHeaders.of(requestId, "text/event-stream; charset=utf-8", trail),
                  dropped));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    send(
        json ->
            choice(
                json,
                delta -> {
                  delta.writeStringField("role", "assistant");
                  delta.writeStringField("content", "");
                },
                null));
  }

  @Override
  public void onEvent(ChatEvent event) {
    switch (event) {
      case TextDelta(String text) ->
          send(json -> choice(json, delta -> delta.writeStringField("content", text), null));
      case Finished(var reason, var usage) -> {
        send(json -> choice(json, delta -> {}, FinishReasons.name(reason)));
        if (includeUsage) {
          send(
              json -> {
                json.writeArrayFieldStart("choices");
                json.writeEndArray();
                UsageRenderer.write(json, usage);
              });
        }
        write(DONE);
      }
    }
  }

  /** Ends a stream that had begun with an error, and so without its end mark. */
  void fail(ApiException error) {
    write(DATA, ErrorRenderer.json(error), END);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  private void choice(JsonGenerator json, Json.Writer delta, String finishReason)
      throws IOException {
    json.writeArrayFieldStart("choices");
    json.writeStartObject();
    json.writeNumberField("index", 0);
    json.writeObjectFieldStart("delta");
    delta.write(json);
    json.writeEndObject();
    json.writeNullField("logprobs");
    json.writeStringField("finish_reason", finishReason);
    json.writeEndObject();
    json.writeEndArray();
    if (includeUsage) {
      json.writeNullField("usage");
    }
  }

  private void send(Json.Writer members) {
    write(
        DATA,
        Json.write(
            json -> {
              json.writeStartObject();
              json.writeStringField("id", "chatcmpl-" + requestId);
              json.writeStringField("object", "chat.completion.chunk");
              json.writeNumberField("created", created);
              json.writeStringField("model", target.model());
              members.write(json);
              json.writeEndObject();
            }),
        END);
  }

  private void write(byte[]... pieces) {
    try {
      for (byte[] piece : pieces) {
        out.write(piece);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
