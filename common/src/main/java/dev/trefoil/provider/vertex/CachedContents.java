package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.CachedContent;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Native;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tools and instructions that Vertex AI keeps for this process: "Context caching" in Google Cloud's
 * documentation. Each is made once, from the first request that has it, and made again when its
 * time is over or the service knows it no more. Of a hundred the least used are forgotten here, and
 * by the service when their time is over. What cannot be kept is sent whole.
 */
final class CachedContents {
  private static final String MEMBER = "cachedContent.ttl";
  private static final int MOST = 100;

  /** Characters that a token has at least, so that what may be too short is not asked for. */
  private static final int CHARACTERS = 3;

  private static final int LEAST_TOKENS = 4_096;
  private static final int LEAST_TOKENS_OF_2 = 2_048;

  /** Before the end of its time one is not referred to any more: the request takes a while. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** How long nothing is asked for after it could not be had, and while it is under way. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final VertexSettings settings;
  private final RestTransport rest;
  private final InstantSource clock;
  private final Map<CachedContent, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CachedContent, Kept> eldest) {
          return size() > MOST;
        }
      };

  /**
   * What became of one.
   *
   * @param name by which the service knows it; empty while it is not to be had
   */
  private record Kept(Optional<String> name, Instant until) {}

  CachedContents(VertexSettings settings, RestTransport rest, InstantSource clock) {
    this.settings = settings;
    this.rest = rest;
    this.clock = clock;
  }

  /** The wish to have a request's tools and instructions kept. */
  static Native wish(Duration lifetime) {
    return new Native(Native.GENERATE_CONTENT, "", MEMBER, Long.toString(lifetime.toSeconds()));
  }

  /** That wish, where a request has it. */
  static Optional<Duration> wished(ChatRequest request) {
    for (Native own : request.natives()) {
      if (own.member().equals(MEMBER)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(own.json())));
      }
    }
    return Optional.empty();
  }

  /**
   * The request with a reference in the place of what is kept; as it is where nothing is.
   *
   * @throws ProviderException when it was cancelled; nothing else fails it
   */
  GeminiRequest referring(GeminiRequest request, Cancellation cancellation)
      throws ProviderException {
    if (request.kept().isEmpty()) {
      return request;
    }
    CachedContent prefix = prefix(request.message());
    if (prefix.getSerializedSize() / CHARACTERS < least(request.model())) {
      return request;
    }
    Optional<String> name = name(prefix, request.kept().get(), cancellation);
    return name.isEmpty()
        ? request
        : new GeminiRequest(
            request.model(),
            request.message().toBuilder()
                .clearSystemInstruction()
                .clearTools()
                .clearToolConfig()
                .setCachedContent(name.get())
                .build(),
            request.level());
  }

  /** The service does not know any more what a request referred to. */
  synchronized void forget(GeminiRequest whole) {
    kept.remove(prefix(whole.message()));
  }

  private Optional<String> name(CachedContent prefix, Duration lifetime, Cancellation cancellation)
      throws ProviderException {
    synchronized (this) {
      Kept known = kept.get(prefix);
      if (known != null && known.until().isAfter(clock.instant())) {
        return known.name();
      }
      kept.put(prefix, new Kept(Optional.empty(), clock.instant().plus(PAUSE)));
    }
    Kept made;
    try {
      made = new Kept(Optional.of(create(prefix, lifetime, cancellation)), end(lifetime));
    } catch (ProviderException e) {
      if (cancellation.isCancelled()) {
        forget(prefix);
        throw e;
      }
      // Too short, say: that will be so for as long as it is the same.
      boolean refused = e.kind() == Kind.INVALID || e.kind() == Kind.UNSUPPORTED;
      made = new Kept(Optional.empty(), refused ? end(lifetime) : clock.instant().plus(PAUSE));
    }
    synchronized (this) {
      kept.put(prefix, made);
    }
    return made.name();
  }

  private synchronized void forget(CachedContent prefix) {
    kept.remove(prefix);
  }

  private Instant end(Duration lifetime) {
    return clock.instant().plus(lifetime).minus(MARGIN);
  }

  private String create(CachedContent prefix, Duration lifetime, Cancellation cancellation)
      throws ProviderException {
    byte[] body =
        GeminiJson.print(
                prefix.toBuilder()
                    .setTtl(
                        com.google.protobuf.Duration.newBuilder().setSeconds(lifetime.toSeconds())))
            .getBytes(StandardCharsets.UTF_8);
    byte[] made = rest.post(settings::cachedContents, body, cancellation);
    try {
      return Json.text(Json.read(made), "name")
          .orElseThrow(() -> new ProviderException(Kind.TRUNCATED, "a cached content has no name"));
    } catch (IOException e) {
      throw new ProviderException(Kind.TRUNCATED, "a cached content is no JSON", e);
    }
  }

  private static CachedContent prefix(GenerateContentRequest message) {
    CachedContent.Builder prefix =
        CachedContent.newBuilder().setModel(message.getModel()).addAllTools(message.getToolsList());
    if (message.hasSystemInstruction()) {
      prefix.setSystemInstruction(message.getSystemInstruction());
    }
    if (message.hasToolConfig()) {
      prefix.setToolConfig(message.getToolConfig());
    }
    return prefix.build();
  }

  private static int least(String model) {
    return model.startsWith("gemini-2") ? LEAST_TOKENS_OF_2 : LEAST_TOKENS;
  }
}
