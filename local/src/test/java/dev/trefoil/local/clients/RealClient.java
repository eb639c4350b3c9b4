package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** A client at one of our doors, as its users have it. */
interface RealClient extends AutoCloseable {
  /** What is known of it beforehand. */
  Traits traits();

  /**
   * Does it, and says what came of it: {@code text}, {@code tokens}, {@code calls}, {@code object},
   * {@code vectors}; of errors {@code error}, {@code status}, {@code retryAfter}. Of a stream that
   * fails {@code error} where it says so, otherwise {@code text}.
   *
   * @param url of a cloud, without a path
   */
  JsonNode does(Feature feature, String url) throws Exception;

  @Override
  void close();

  /** Does what may fail, and notes the error if it does. */
  static void mayFail(Runnable stream, ObjectNode seen) {
    try {
      stream.run();
    } catch (RuntimeException e) {
      seen.put("error", e.getClass().getSimpleName());
    }
  }

  /**
   * What is known of a client.
   *
   * @param name its own, and its version
   * @param door which of our wire formats it speaks
   * @param features what it has
   * @param notFoundError what it throws for a model that does not exist
   * @param rateLimitError what it throws for a 429
   * @param showsRetryAfter whether that shows the answer's Retry-After
   * @param obeysShouldRetry whether its own retries obey x-should-retry; if not they are switched
   *     off
   */
  record Traits(
      String name,
      String door,
      Set<Feature> features,
      String notFoundError,
      String rateLimitError,
      boolean showsRetryAfter,
      boolean obeysShouldRetry) {
    static final String CHAT = "chat";
    static final String AZURE_CHAT = "chat, Azure's paths";
    static final String RESPONSES = "Responses";
    static final String AZURE_RESPONSES = "Responses, Azure's paths";
    static final String MESSAGES = "Messages";

    public Traits {
      features = Set.copyOf(features);
    }

    /** Of a client that its maker's generator (Stainless) writes for the JVM. */
    static Traits generated(String name, String door, Set<Feature> features) {
      String notFound = asksOnceAfter404(door) ? "NotFoundException" : "BadRequestException";
      return new Traits(name, door, features, notFound, "RateLimitException", true, true);
    }

    /** By Responses what is not there is a 400, as it is by OpenAI's: Codex repeats after a 404. */
    static boolean asksOnceAfter404(String door) {
      return !door.startsWith(RESPONSES);
    }

    int notFoundStatus() {
      return asksOnceAfter404(door) ? 404 : 400;
    }
  }
}
