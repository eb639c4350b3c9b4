package dev.trefoil.retrieval.azuresearch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.Authorization;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.http.Exchange;
import dev.trefoil.provider.http.JsonClient;
import dev.trefoil.provider.http.TooLongException;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Refused;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.IndexException.Unreadable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Calls of a search service by its REST interface, as the function itself. What may pass is tried
 * again, three times in all. Used by many threads at once.
 */
final class SearchCalls {
  /** As errors name it. */
  static final String SERVICE = "Azure AI Search";

  /** Generally available since September 2025. */
  private static final String VERSION = "?api-version=2025-09-01";

  private static final int ATTEMPTS = 3;
  private static final int FIRST_PAUSE_MILLIS = 100;

  /** How long a whole exchange may take; a batch of vectors takes seconds. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /**
   * Source: "HTTP status codes (Azure AI Search)"; 422 stands for an index that is being changed.
   */
  private static final Set<Integer> PASSING = Set.of(408, 409, 422, 429, 500, 502, 503, 504);

  private final URI endpoint;
  private final Authorization identity;
  private final Runnable refused;
  private final JsonClient client = new JsonClient(CONNECT_TIMEOUT);

  /**
   * @param identity says who asks
   * @param refused is run when the service does not accept that
   */
  SearchCalls(URI endpoint, Authorization identity, Runnable refused) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.refused = refused;
  }

  /**
   * An answer.
   *
   * @param body empty for any status that is neither 200, 201 nor 207
   * @param code the error's own code; empty without one
   */
  record Answer(int status, JrsObject body, String code) {
    boolean isGood() {
      return status == 200 || status == 201 || status == 207;
    }
  }

  /** Whether a failure of this status may be none a moment later. */
  static boolean mayPass(int status) {
    return PASSING.contains(status);
  }

  /**
   * Posts, and once more what may pass.
   *
   * @param path below the endpoint, without the version
   * @return an answer of any status that does not pass
   */
  Answer post(String path, byte[] body, Deadline deadline) throws IndexException {
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = once(path, body, deadline);
        boolean unknown = answer.status() == 401 || answer.status() == 403;
        if (unknown) {
          refused.run();
        }
        if (attempt == ATTEMPTS
            || !(unknown && attempt == 1 || !answer.isGood() && mayPass(answer.status()))) {
          return answer;
        }
      } catch (Unreachable e) {
        if (attempt == ATTEMPTS || deadline.isExpired() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      pause(attempt, deadline);
    }
  }

  /**
   * What an answer that nobody asked for is thrown as. The service's own words may quote what it
   * was asked, and are left out.
   *
   * @param what was asked for
   */
  static IndexException refusal(String what, Answer answer) {
    String message =
        "%s answers %d%s for %s"
            .formatted(
                SERVICE, answer.status(), answer.code().isEmpty() ? "" : " " + answer.code(), what);
    if (mayPass(answer.status())) {
      return new Unreachable(message);
    }
    return new Refused(
        answer.status() == 401 || answer.status() == 403
            ? message
                + ": the identity needs the role Search Index Data Contributor, and the service has"
                + " to take tokens"
            : message);
  }

  /**
   * Waits a random while, longer each time.
   *
   * @throws Unreachable when the deadline would pass meanwhile
   */
  static void pause(int attempt, Deadline deadline) throws Unreachable {
    int most = FIRST_PAUSE_MILLIS << attempt;
    Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextInt(most / 2, most));
    if (deadline.remaining().compareTo(pause) <= 0) {
      throw new Unreachable(SERVICE + " is busy until the time is over");
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(SERVICE + " was not waited for: the worker ends", e);
    }
  }

  private Answer once(String path, byte[] body, Deadline deadline) throws IndexException {
    if (deadline.isExpired()) {
      throw new Unreachable(SERVICE + " is not called: the time is over");
    }
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Void> end = new CompletableFuture<>();
    end.completeOnTimeout(
            null, deadline.within(LIMIT).remaining().toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(cancellation::cancel);
    try (Exchange exchange =
        client.post(
            URI.create(root() + path + VERSION),
            Map.of("Authorization", token(cancellation)),
            body,
            false,
            cancellation)) {
      int status = exchange.status();
      if (status == 200 || status == 201 || status == 207) {
        return new Answer(status, Json.read(exchange.whole()), "");
      }
      return new Answer(status, new JrsObject(), code(exchange.error()));
    } catch (ProviderException e) {
      throw new Unreachable(SERVICE + " does not answer: " + e.getMessage(), e);
    } catch (TooLongException | JacksonException e) {
      throw new Unreadable(SERVICE + " gives an answer that cannot be read", e);
    } catch (IOException e) {
      throw cancellation.isCancelled()
          ? new Unreachable(SERVICE + " gives no whole answer in time", e)
          : new Unreachable(SERVICE + " broke off its answer", e);
    } finally {
      end.cancel(false);
    }
  }

  private String root() {
    String root = endpoint.toString();
    return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  private String token(Cancellation cancellation) throws IndexException {
    try {
      return identity.header(cancellation);
    } catch (ProviderException e) {
      String words = SERVICE + " is not called: " + e.getMessage();
      throw cancellation.isCancelled() ? new Unreachable(words, e) : new Refused(words, e);
    }
  }

  private static String code(byte[] error) {
    try {
      String code = Json.text(Json.read(error), "error", "code").orElse("");
      return code.matches("[A-Za-z0-9_.-]{1,80}") ? code : "";
    } catch (IOException e) {
      return "";
    }
  }
}
