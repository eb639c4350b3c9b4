// What differs between the model services that speak HTTP.
package dev.trefoil.emulators.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One vendor's protocol.
 *
 * @param <R> a request that the vendor would accept
 */
public interface HttpProtocol<R> {

  /** By which clock it lives, where time makes a difference; said before the first request. */
  default void live(InstantSource clock) {}

  /** Whose credential the request bears. */
  Verdict authenticate(HttpRequest request);

  /** The error for a credential that is missing or wrong. */
  HttpError unauthenticated(Verdict.Rejected verdict);

  /**
   * Checks a request as the vendor would.
   *
   * @throws RefusedException with the vendor's own error
   */
  R read(HttpRequest request) throws RefusedException;

  /** Whether the caller wants a stream. */
  boolean streams(R request);

  /** The whole answer that the model gives. */
  JsonNode answer(R request);

  /**
   * The whole answer when the content filter steps in.
   *
   * @throws RefusedException when the vendor gives an error instead
   */
  JsonNode filtered(R request) throws RefusedException;

  /** The events of a stream that amount to a whole answer, end marks included. */
  List<JsonNode> split(JsonNode answer, R request);

  /** The whole answer that the events of a stream amount to. */
  JsonNode join(List<JsonNode> events);

  /** Whether an event carries a piece of content. */
  boolean isToken(JsonNode event);

  /** An event on the wire. */
  byte[] encode(JsonNode event);

  /** An event on the wire as it should not be. */
  byte[] encodeBroken(JsonNode event);

  /** A sign of life within a stream; nothing where the protocol has none. */
  default byte[] heartbeat() {
    return new byte[0];
  }

  /** The service's own error within a stream. */
  byte[] errorInStream();

  /** Whether there are servers of this protocol that answer whole though a stream was asked for. */
  default boolean mayNotStream() {
    return false;
  }

  /** The service is down. */
  HttpError outage();

  /** Too many requests, with the hint in seconds if there is one. */
  HttpError throttled(OptionalInt retryAfterSeconds);

  /** Any error: with this body, or the vendor's usual one at this status. */
  HttpError error(int status, Optional<JsonNode> body);

  /** The prompt is too long. */
  HttpError contextTooLong();

  /** Headers of a whole answer. */
  Headers answerHeaders();

  /** Headers of this whole answer, where they tell something of it. */
  default Headers answerHeaders(R request, JsonNode answer) {
    return answerHeaders();
  }

  /** Headers of a stream. */
  Headers streamHeaders();
}
