package dev.trefoil.provider;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Step;
import dev.trefoil.routing.TargetRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A service that is sent what routing leaves of requests, as calls through the front door are. */
public record RuledService(
    ModelService service, RequestRules rules, Function<String, Capabilities> models)
    implements ModelService {

  @Override
  public ChatModel chat() {
    return (request, model, context, listener) ->
        service.chat().chat(changed(request, rules, model, can(model)), model, context, listener);
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return service
        .embeddings()
        .map(
            embeddings ->
                (request, model, context) ->
                    embeddings.embed(
                        TargetRequest.of(request, step(rules, model, can(model), request)),
                        model,
                        context));
  }

  @Override
  public Optional<TokenCounter> counter(String model) {
    return service.counter(model);
  }

  @Override
  public void close() {
    service.close();
  }

  /** What the caller is told that a model was not. */
  public List<String> dropped(ChatRequest request, String model) {
    return dropped(request, rules, model, can(model));
  }

  /** What the caller is told that a model was not. */
  public List<String> dropped(EmbeddingRequest request, String model) {
    return RequestChange.dropped(step(rules, model, can(model), request).changes());
  }

  /** What rules leave of a request. */
  public static ChatRequest changed(
      ChatRequest request, RequestRules rules, String model, Capabilities can)
      throws ProviderException {
    return TargetRequest.changed(request, changes(request, rules, model, can));
  }

  /** What a caller is told that rules leave out. */
  public static List<String> dropped(
      ChatRequest request, RequestRules rules, String model, Capabilities can) {
    return RequestChange.dropped(changes(request, rules, model, can));
  }

  private static List<RequestChange> changes(
      ChatRequest request, RequestRules rules, String model, Capabilities can) {
    return TargetRequest.changes(request, step(rules, model, can, List.of()), false, List.of());
  }

  private static Step step(
      RequestRules rules, String model, Capabilities can, EmbeddingRequest request) {
    RequestChanges changes = new RequestChanges(false);
    rules.embeddings(request, model, can, changes);
    return step(rules, model, can, changes.list());
  }

  private static Step step(
      RequestRules rules, String model, Capabilities can, List<RequestChange> changes) {
    return new Step(
        new Target("service", model),
        can,
        rules,
        AttemptLimits.DEFAULTS,
        Optional.empty(),
        Optional.empty(),
        "unknown",
        changes);
  }

  private Capabilities can(String model) {
    return models.apply(model);
  }
}
