package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.net.GuardedAnswer;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * MCP's streamable HTTP, as far as a client needs it that calls tools: one POST a message, answered
 * by JSON or by events (Model Context Protocol, 2025-11-25, "Transports"). The vendor's own SDK
 * brings 2.7 MB and a reactive library, and looks names up by itself.
 */
final class McpWire {
  static final String VERSION = "2025-11-25";

  /** Of one answer, whatever is kept of it. */
  private static final int MOST_BYTES = 4 << 20;

  private static final String SESSION = "mcp-session-id";

  private final ToolSettings.Mcp settings;
  private final GuardedHttp http;
  private final ToolHeaders headers;
  private final AtomicLong ids = new AtomicLong();

  /**
   * What a server knows us by.
   *
   * @param id empty of a server that keeps none
   * @param version of the protocol that it speaks
   */
  record Session(Optional<String> id, String version) {}

  /**
   * The server does not know the session (any more); it has done nothing. The protocol says 404,
   * the public servers' examples say 400.
   */
  static final class NoSessionException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSessionException() {
      super("the server does not know the session");
    }
  }

  McpWire(ToolSettings.Mcp settings, GuardedHttp http, ToolHeaders headers) {
    this.settings = settings;
    this.http = http;
    this.headers = headers;
  }

  /** Begins a session. */
  Session open(Deadline deadline, Cancellation gone) throws IOException {
    String params =
        Json.object(
            json -> {
              json.writeStringField("protocolVersion", VERSION);
              json.writeObjectFieldStart("capabilities");
              json.writeEndObject();
              json.writeObjectFieldStart("clientInfo");
              json.writeStringField("name", "trefoil");
              json.writeStringField("version", "1");
              json.writeEndObject();
            });
    long id = ids.incrementAndGet();
    Session begun;
    try (GuardedAnswer answer =
        post(Optional.empty(), message(Optional.of(id), "initialize", params), deadline, gone)) {
      JrsObject result = result(answer, id);
      begun =
          new Session(answer.header(SESSION), Json.text(result, "protocolVersion").orElse(VERSION));
    }
    try (GuardedAnswer told =
        post(
            Optional.of(begun),
            message(Optional.empty(), "notifications/initialized", "{}"),
            deadline,
            gone)) {
      requireOk(told);
    }
    return begun;
  }

  /**
   * Asks for a result.
   *
   * @param params a JSON object
   */
  JrsObject ask(Session session, String method, String params, Deadline deadline, Cancellation gone)
      throws IOException {
    long id = ids.incrementAndGet();
    try (GuardedAnswer answer =
        post(Optional.of(session), message(Optional.of(id), method, params), deadline, gone)) {
      if ((answer.status() == 404 || answer.status() == 400) && session.id().isPresent()) {
        throw new NoSessionException();
      }
      return result(answer, id);
    }
  }

  private static byte[] message(Optional<Long> id, String method, String params) {
    return Json.object(
            json -> {
              json.writeStringField("jsonrpc", "2.0");
              if (id.isPresent()) {
                json.writeNumberField("id", id.get());
              }
              json.writeStringField("method", method);
              json.writeFieldName("params");
              json.writeRawValue(params);
            })
        .getBytes(StandardCharsets.UTF_8);
  }

  private GuardedAnswer post(
      Optional<Session> session, byte[] body, Deadline deadline, Cancellation gone)
      throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("Content-Type", "application/json");
    all.put("Accept", "application/json, text/event-stream");
    all.put("User-Agent", "trefoil");
    all.put(Toolbox.RUN, "1");
    if (session.isPresent()) {
      all.put("MCP-Protocol-Version", session.get().version());
      session.get().id().ifPresent(id -> all.put("Mcp-Session-Id", id));
    }
    try {
      all.putAll(headers.of("POST", settings.url(), Map.copyOf(all), body, gone));
    } catch (ProviderException e) {
      throw new IOException("it cannot be said who calls: " + e.getMessage(), e);
    }
    return http.send(
        new GuardedHttp.Request("POST", settings.url(), all, Optional.of(body)),
        settings.terms().loopback(),
        deadline.remaining(),
        connection -> gone.onCancel(() -> Connections.close(connection)));
  }

  private static void requireOk(GuardedAnswer answer) throws IOException {
    if (answer.status() / 100 != 2) {
      throw new IOException(
          "the server answers with HTTP "
              + answer.status()
              + ResultText.cut(said(answer.body()), 500));
    }
  }

  private static String said(InputStream body) throws IOException {
    String text = new String(body.readNBytes(501), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : ": " + text;
  }

  private static JrsObject result(GuardedAnswer answer, long id) throws IOException {
    requireOk(answer);
    String type = answer.header("content-type").orElse("");
    JrsObject message =
        type.startsWith("text/event-stream")
            ? event(answer.body(), id)
            : Json.read(whole(answer.body()));
    if (message.get("error") instanceof JrsObject error) {
      throw new IOException(
          "the server says: "
              + ResultText.cut(Json.text(error, "message").orElse("it failed"), 2_000));
    }
    if (message.get("result") instanceof JrsObject result) {
      return result;
    }
    throw new IOException("the server's answer has no result");
  }

  private static byte[] whole(InputStream body) throws IOException {
    return new BoundedStream(body, MOST_BYTES).readAllBytes();
  }

  /** The event that is the answer; what else a server tells meanwhile is passed over. */
  private static JrsObject event(InputStream body, long id) throws IOException {
    SseReader events = new SseReader(new BoundedStream(body, MOST_BYTES), MOST_BYTES);
    while (events.next()) {
      String data = new String(events.data(), 0, events.length(), StandardCharsets.UTF_8);
      if (data.isBlank()) {
        continue;
      }
      JrsValue message = Json.readAny(data);
      if (message instanceof JrsObject object
          && object.get("method") == null
          && Json.text(object, "id").filter(Long.toString(id)::equals).isPresent()) {
        return object;
      }
    }
    throw new IOException("the server's stream ends without an answer");
  }
}
