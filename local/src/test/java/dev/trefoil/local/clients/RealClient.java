package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;

/** A client of OpenAI's API as its users have it. */
interface RealClient extends AutoCloseable {
  /** Its name and version. */
  String name();

  /** What it throws for a model that does not exist. */
  String notFoundError();

  /** What it throws for a 429. */
  String rateLimitError();

  /** Whether its rate limit error shows the answer's Retry-After. */
  boolean showsRetryAfter();

  /** Whether its own retries obey x-should-retry; if not they are switched off. */
  boolean obeysShouldRetry();

  /**
   * Does it, and says what came of it: {@code text}, {@code tokens}, {@code calls}, {@code object},
   * {@code vectors}; of errors {@code error}, {@code status}, {@code retryAfter}.
   *
   * @param baseUrl up to {@code /v1}
   */
  JsonNode does(Feature feature, String baseUrl) throws Exception;

  @Override
  void close();
}
