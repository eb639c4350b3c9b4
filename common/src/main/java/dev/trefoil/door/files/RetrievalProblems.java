package dev.trefoil.door.files;

import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.door.Problem;
import dev.trefoil.door.Problems;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.vectorstore.EmbeddingException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Says why nothing can be found, or made to be. */
final class RetrievalProblems {
  private static final System.Logger LOG = System.getLogger(RetrievalProblems.class.getName());
  private static final Duration SOON = Duration.ofSeconds(5);

  private RetrievalProblems() {}

  /** The index did not do it. The log has its own words. */
  static Problem of(IndexException e) {
    LOG.log(Level.WARNING, e.getMessage());
    return switch (e) {
      case IndexException.Unreachable unreachable ->
          Problem.of(503, "index_unavailable", "The index cannot be reached; the log says why.")
              .withRetryAfter(SOON);
      case IndexException.Refused refused ->
          Problem.of(503, "index_unavailable", "The index refuses it: " + e.getMessage() + ".");
      case IndexException.Unreadable unreadable ->
          Problem.of(503, "index_unavailable", "The index cannot be read; the log says why.");
      case IndexException.WrongVector wrong ->
          Problem.of(503, "embedding_model_changed", "The index has vectors of another model.");
    };
  }

  /** The route of embeddings gave no vectors, or those of another model. */
  static Problem of(EmbeddingException e) {
    return switch (e.getCause()) {
      case RoutingException routing -> Problems.of(routing);
      case AdmissionException admission -> Problems.of(admission);
      case GuardrailException guardrail -> Problems.of(guardrail);
      case CallFailedException failed -> Problems.of(failed);
      case null, default ->
          Problem.of(
              503,
              "embedding_model_changed",
              "The question has no vector that can be compared: " + e.getMessage() + ".");
    };
  }
}
