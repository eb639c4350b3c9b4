// What callers have had Vertex AI keep, and are charged for by the hour.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.CachedContent;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import dev.trefoil.emulators.model.Turn;
import dev.trefoil.emulators.model.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The resource {@code cachedContents}, as "Context caching" in Google Cloud's documentation. */
final class CachedContents {

  private static final int MOST = 1_000;
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LEAST = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  /**
   * What is kept.
   *
   * @param tokens how many words it has
   */
  private record Kept(CachedContent content, int tokens, Instant until) {}

  /**
   * A request with what was kept for it in front.
   *
   * @param whole as if it had been sent all at once
   * @param tokens of what was kept
   */
  record Merged(GenerateContentRequest whole, int tokens) {}

  CachedContents(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Keeps contents.
   *
   * @param parent project and location
   */
  synchronized CachedContent create(String parent, CachedContent asked) throws VertexRefusal {
    GeminiRules.checkModel(asked.getModel());
    if (!asked.getModel().startsWith(parent + "/")) {
      throw VertexErrors.invalid("The model is not in the location of the cached content.");
    }
    int minimum = GeminiModels.leastKept(asked.getModel());
    if (!GeminiModels.keepsContents(asked.getModel())) {
      throw VertexErrors.invalid(
          "Model %s does not support cached content.".formatted(asked.getModel()));
    }
    int tokens = words(prefix(asked));
    if (tokens < minimum) {
      throw VertexErrors.invalid(
          "The cached content is of %d tokens. The minimum token count to start caching is %d."
              .formatted(tokens, minimum));
    }
    Instant now = clock.instant();
    Duration ttl = asked.hasTtl() ? Duration.ofSeconds(asked.getTtl().getSeconds()) : USUAL;
    if (ttl.compareTo(LEAST) < 0) {
      throw VertexErrors.invalid("The TTL must be at least 60 seconds.");
    }
    if (kept.size() >= MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    Instant until = now.plus(ttl);
    CachedContent made =
        asked.toBuilder()
            .setName(parent + "/cachedContents/" + ids.incrementAndGet())
            .setCreateTime(timestamp(now))
            .setUpdateTime(timestamp(now))
            .setExpireTime(timestamp(until))
            .setUsageMetadata(CachedContent.UsageMetadata.newBuilder().setTotalTokenCount(tokens))
            .build();
    kept.put(made.getName(), new Kept(made, tokens, until));
    return made;
  }

  synchronized void delete(String name) throws VertexRefusal {
    find(name);
    kept.remove(name);
  }

  /** What is told of one: what it holds is not. */
  static ObjectNode json(CachedContent content) {
    return (ObjectNode)
        ProtoJson.of(
            content.toBuilder()
                .clearSystemInstruction()
                .clearContents()
                .clearTools()
                .clearToolConfig()
                .build());
  }

  /** A request, with what it refers to. */
  synchronized Merged merged(GenerateContentRequest request) throws VertexRefusal {
    if (request.getCachedContent().isEmpty()) {
      return new Merged(request, 0);
    }
    GeminiSettingRules.checkCached(request);
    Kept found = find(request.getCachedContent());
    if (!found.content().getModel().equals(request.getModel())) {
      throw VertexErrors.invalid(
          "Model used by GenerateContent request (%s) and CachedContent (%s) has to be the same."
              .formatted(request.getModel(), found.content().getModel()));
    }
    GenerateContentRequest whole =
        prefix(found.content()).toBuilder()
            .mergeFrom(request.toBuilder().clearCachedContent().build())
            .build();
    return new Merged(whole, found.tokens());
  }

  private Kept find(String name) throws VertexRefusal {
    Kept found = kept.get(name);
    if (found == null || !found.until().isAfter(clock.instant())) {
      throw new VertexRefusal(
          VertexErrors.of(
              Code.NOT_FOUND,
              "Not found: cached content metadata for %s."
                  .formatted(name.substring(name.lastIndexOf('/') + 1))));
    }
    return found;
  }

  private static GenerateContentRequest prefix(CachedContent content) {
    GenerateContentRequest.Builder prefix =
        GenerateContentRequest.newBuilder()
            .setModel(content.getModel())
            .addAllTools(content.getToolsList())
            .addAllContents(content.getContentsList());
    if (content.hasSystemInstruction()) {
      prefix.setSystemInstruction(content.getSystemInstruction());
    }
    if (content.hasToolConfig()) {
      prefix.setToolConfig(content.getToolConfig());
    }
    return prefix.build();
  }

  private static int words(GenerateContentRequest request) {
    return GeminiAsk.of(request).conversation().stream()
        .map(Turn::text)
        .mapToInt(Words::count)
        .sum();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }
}
