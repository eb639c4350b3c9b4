package dev.trefoil.door;

import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A wire format that clients speak: the calls that it answers, and how it tells that one has
 * failed. A door parses requests into the vocabulary of {@code chat} and renders answers from it;
 * it knows no other door and no provider. Used by many threads at once.
 */
public interface Door {
  /** The calls that it answers; no other door has one of the same path and method. */
  List<Endpoint> endpoints();

  /**
   * What reads and answers calls of a path that are kept for later.
   *
   * @param path of one of its endpoints
   * @return empty where calls of that path are not kept
   */
  default Optional<KeptEndpoint> kept(String path) {
    return Optional.empty();
  }

  /**
   * Answers a call with a problem, as this format's clients read it.
   *
   * @param extra headers beside those that every problem has
   * @throws IOException when the caller is gone
   */
  void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException;
}
