// GenerateContent and StreamGenerateContent by REST, which know more than gRPC's messages do.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.CachedContent;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.rpc.Status;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.OddAnswers;
import dev.trefoil.emulators.service.RefusedException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two methods and the resource {@code cachedContents} in proto JSON; a stream is one of events
 * ({@code alt=sse}), the only form that is played. Everything is checked and answered as over gRPC,
 * but for the level of thinking.
 */
final class GeminiRestProtocol implements HttpProtocol<GeminiRestProtocol.Asked> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/(projects/[^/]+/locations/[^/]+/publishers/google/models/[^/:]+)"
              + ":(generateContent|streamGenerateContent)");

  private static final Pattern CONTENTS =
      Pattern.compile("/v1/(projects/[^/]+/locations/[^/]+)/cachedContents(?:/[^/:]+)?");

  private final GeminiMethod gemini;
  private final BearerVerifier tokens;

  GeminiRestProtocol(GeminiMethod gemini, BearerVerifier tokens) {
    this.gemini = gemini;
    this.tokens = tokens;
  }

  /**
   * A request that the service would accept.
   *
   * @param done what it gives back, where that is no answer of a model
   */
  record Asked(GenerateContentRequest message, boolean stream, Optional<JsonNode> done) {}

  @Override
  public Verdict authenticate(HttpRequest request) {
    return tokens.verifyHeader(request.headers().first("authorization"));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return RestStatus.of(VertexErrors.denied(verdict));
  }

  @Override
  public Asked read(HttpRequest request) throws RefusedException {
    String plain = URLDecoder.decode(request.path(), StandardCharsets.UTF_8);
    Matcher contents = CONTENTS.matcher(plain);
    if (contents.matches()) {
      return kept(request, contents.group(1), plain);
    }
    Matcher path = PATH.matcher(plain);
    if (!request.method().equals("POST") || !path.matches()) {
      throw refused(VertexErrors.noSuchMethod());
    }
    boolean stream = path.group(2).equals("streamGenerateContent");
    try {
      if (stream && !request.parameter("alt").equals(Optional.of("sse"))) {
        throw VertexErrors.invalid("The emulator streams with alt=sse only.");
      }
      JsonNode body = json(request.body());
      String level = GeminiLevelRules.take(path.group(1), body);
      GenerateContentRequest.Builder message = message(body).setModel(path.group(1));
      GeminiLevelRules.check(level, message.getGenerationConfig());
      gemini.check(message.build());
      return new Asked(message.build(), stream, Optional.empty());
    } catch (VertexRefusal e) {
      throw refused(e.status());
    }
  }

  private Asked kept(HttpRequest request, String parent, String path) throws RefusedException {
    boolean one = !path.endsWith("/cachedContents");
    try {
      JsonNode done;
      if (request.method().equals("POST") && !one) {
        CachedContent asked = content(json(request.body()));
        done = CachedContents.json(gemini.contents().create(parent, asked));
      } else if (request.method().equals("DELETE") && one) {
        gemini.contents().delete(path.substring("/v1/".length()));
        done = JsonNodeFactory.instance.objectNode();
      } else {
        throw refused(VertexErrors.noSuchMethod());
      }
      GenerateContentRequest nothing = GenerateContentRequest.getDefaultInstance();
      return new Asked(nothing, false, Optional.of(done));
    } catch (VertexRefusal e) {
      throw refused(e.status());
    }
  }

  private static CachedContent content(JsonNode body) throws VertexRefusal {
    try {
      return ProtoJson.read(body, CachedContent.newBuilder()).build();
    } catch (IllegalArgumentException e) {
      throw VertexErrors.invalid("Invalid JSON payload received. " + e.getMessage());
    }
  }

  private static JsonNode json(byte[] body) throws VertexRefusal {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw VertexErrors.invalid("Invalid JSON payload received. Root element must be a message.");
    } catch (IOException e) {
      throw VertexErrors.invalid("Invalid JSON payload received. " + e.getMessage());
    }
  }

  private static GenerateContentRequest.Builder message(JsonNode body) throws VertexRefusal {
    try {
      return ProtoJson.read(body, GenerateContentRequest.newBuilder());
    } catch (IllegalArgumentException e) {
      throw VertexErrors.invalid("Invalid JSON payload received. " + e.getMessage());
    }
  }

  private static RefusedException refused(Status status) {
    return new RefusedException(RestStatus.of(status));
  }

  @Override
  public boolean streams(Asked asked) {
    return asked.stream();
  }

  @Override
  public JsonNode answer(Asked asked) {
    return asked.done().orElseGet(() -> ProtoJson.of(gemini.answer(asked.message())));
  }

  @Override
  public JsonNode filtered(Asked asked) {
    return asked.done().orElseGet(() -> ProtoJson.of(gemini.filtered(asked.message())));
  }

  @Override
  public List<JsonNode> split(JsonNode answer, Asked asked) {
    return gemini.split(gemini.read(answer)).stream().map(ProtoJson::of).toList();
  }

  @Override
  public JsonNode join(List<JsonNode> events) {
    return ProtoJson.of(gemini.join(events.stream().map(gemini::read).toList()));
  }

  @Override
  public boolean isToken(JsonNode event) {
    GenerateContentResponse response = gemini.read(event);
    return gemini.isToken(response);
  }

  @Override
  public byte[] encode(JsonNode event) {
    return ("data: " + text(event) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    String whole = text(event);
    return ("data: " + whole.substring(0, whole.length() / 2) + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonNode event) {
    try {
      return OddAnswers.escaped(JSON.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  @Override
  public byte[] errorInStream() {
    return ("data: " + outage().body() + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public HttpError outage() {
    return RestStatus.of(VertexErrors.outage());
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return RestStatus.of(VertexErrors.throttled(retryAfterSeconds));
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return RestStatus.of(status, VertexErrors.at(status, body));
  }

  @Override
  public HttpError contextTooLong() {
    return RestStatus.of(gemini.contextTooLong());
  }

  @Override
  public Headers answerHeaders() {
    return Headers.of("content-type", "application/json; charset=UTF-8");
  }

  @Override
  public Headers streamHeaders() {
    return Headers.of("content-type", "text/event-stream");
  }
}
