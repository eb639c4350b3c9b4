// Our side: a call through everything, from the HTTP seam and back to it.
package dev.trefoil.benchmarks.calls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Calls {@code POST /v1/chat/completions} and throws the answer away. */
public final class TrefoilCaller implements Caller {
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpHandler http;
  private final byte[] body;

  /**
   * @param model a route's name or a target
   */
  public TrefoilCaller(HttpHandler http, String model, Prompt prompt, boolean stream)
      throws IOException {
    this(http, model, List.of(), prompt, stream);
  }

  /** The same with others in the place of a model that fails. */
  public TrefoilCaller(
      HttpHandler http, String model, List<String> fallbacks, Prompt prompt, boolean stream)
      throws IOException {
    this.http = http;
    this.body = body(model, fallbacks, prompt, stream);
  }

  @Override
  public int call() throws IOException {
    Discarded answer = new Discarded();
    Headers headers =
        new Headers().set("content-type", "application/json").set("accept", "application/json");
    http.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            headers,
            new ByteArrayInputStream(body),
            Deadline.after(Duration.ofMinutes(1))),
        (status, ignored) -> answer.of(status));
    return answer.bytes();
  }

  private static byte[] body(String model, List<String> fallbacks, Prompt prompt, boolean stream)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", model);
      if (!fallbacks.isEmpty()) {
        json.writeFieldName("fallbacks");
        json.writeArray(fallbacks.toArray(String[]::new), 0, fallbacks.size());
      }
      json.writeBooleanField("stream", stream);
      json.writeNumberField("max_tokens", prompt.maxTokens());
      json.writeArrayFieldStart("messages");
      if (prompt.system().isPresent()) {
        message(json, "system", prompt.system().get());
      }
      for (int i = 0; i < prompt.turns().size(); i++) {
        message(json, Prompt.isModels(i) ? "assistant" : "user", prompt.turns().get(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static void message(JsonGenerator json, String role, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", text);
    json.writeEndObject();
  }

  /** Counts what it is given; keeps it only where it says what went wrong. */
  private static final class Discarded extends OutputStream {
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private int status;
    private int bytes;

    OutputStream of(int given) {
      status = given;
      return this;
    }

    int bytes() throws IOException {
      if (status != 200 || bytes == 0) {
        throw new IOException(
            "Trefoil answers " + status + " " + error.toString(StandardCharsets.UTF_8));
      }
      return bytes;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
      if (status != 200) {
        error.write(from, offset, length);
      }
    }
  }
}
