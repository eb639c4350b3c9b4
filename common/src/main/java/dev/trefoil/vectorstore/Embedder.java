package dev.trefoil.vectorstore;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.fallback.EmbeddingAnswer;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.policy.Target;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.routing.RoutingException;
import dev.trefoil.routing.RoutingPreferences;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Asks the route of embeddings, as a call of whoever the texts are of. */
public final class Embedder {
  private final Gateway gateway;
  private final String route;
  private final Function<Target, String> families;

  /**
   * @param families which targets are the same model: the name that they share
   */
  public Embedder(Gateway gateway, String route, Function<Target, String> families) {
    this.gateway = gateway;
    this.route = route;
    this.families = families;
  }

  /**
   * Vectors.
   *
   * @param vectors one a text, in their order
   */
  public record Embedded(VectorModel model, List<float[]> vectors) {}

  /** The route that it asks. */
  String route() {
    return route;
  }

  /**
   * Gets the vectors of texts.
   *
   * @throws EmbeddingException when there are none
   */
  Embedded embed(List<String> texts, Call call) throws EmbeddingException {
    EmbeddingRequest request =
        new EmbeddingRequest(
            texts.stream().<EmbeddingRequest.Input>map(EmbeddingRequest.Input.Text::new).toList(),
            OptionalInt.empty(),
            Optional.empty());
    EmbeddingAnswer answer;
    try {
      answer = gateway.embed(route, RoutingPreferences.NONE, request, call);
    } catch (RoutingException | AdmissionException | GuardrailException | CallFailedException e) {
      throw new EmbeddingException(e);
    }
    List<float[]> vectors = answer.embeddings().vectors();
    int dimensions = vectors.isEmpty() ? 0 : vectors.getFirst().length;
    if (vectors.size() != texts.size()
        || dimensions == 0
        || vectors.stream()
            .anyMatch(vector -> vector.length != dimensions || !Vectors.isUsable(vector))) {
      throw new EmbeddingException("the route " + route + " gave no vector for each text");
    }
    return new Embedded(
        new VectorModel(families.apply(answer.start().target()), dimensions), vectors);
  }
}
