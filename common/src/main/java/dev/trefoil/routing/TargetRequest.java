package dev.trefoil.routing;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Role;
import dev.trefoil.health.LearnedLimit;
import dev.trefoil.health.Observations;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.PromptCaching;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request as one target gets it: with the route's defaults where the caller says nothing, with
 * what this model is told in addition, streamed also where the caller wants it plain, and without
 * what its protocol's rules say that it cannot take.
 */
public final class TargetRequest {
  private TargetRequest() {}

  /** The step with what is done to a request so that its target can take it. */
  static Step decided(Requirements needs, Step step, Policy policy, Observations observations) {
    if (needs.chat().isPresent()) {
      return step.withChanges(
          changes(
              withDefaults(needs.chat().get(), step, policy),
              step,
              policy.strict(),
              observations.limits(step.target())));
    }
    RequestChanges changes = new RequestChanges(policy.strict());
    if (needs.embeddings().isPresent()) {
      step.rules()
          .embeddings(needs.embeddings().get(), step.target().model(), step.model(), changes);
      for (LearnedLimit limit : observations.limits(step.target())) {
        limit.apply(needs.embeddings().get(), changes);
      }
    }
    return step.withChanges(changes.list());
  }

  /**
   * What is done to a request that has the route's defaults.
   *
   * @param strict whether what may change the answer is refused in place of being changed
   * @param learned what the target's service has lately refused
   */
  public static List<RequestChange> changes(
      ChatRequest request, Step step, boolean strict, List<LearnedLimit> learned) {
    RequestChanges changes = new RequestChanges(strict);
    step.rules().chat(new ModelRequest(request, step.target().model(), step.model()), changes);
    for (LearnedLimit limit : learned) {
      limit.apply(request, changes);
    }
    return changes.list();
  }

  /**
   * @throws ProviderException UNSUPPORTED, with the field to blame, when the step's changes refuse
   *     it
   */
  public static ChatRequest of(ChatRequest request, Step step, Policy policy)
      throws ProviderException {
    return changed(withDefaults(request, step, policy), step.changes());
  }

  /** As {@link #of(ChatRequest, Step, Policy)}, of a request of embeddings. */
  public static EmbeddingRequest of(EmbeddingRequest request, Step step) throws ProviderException {
    EmbeddingRequest changed = request;
    for (RequestChange change : step.changes()) {
      changed =
          switch (change) {
            // Nothing else can be left out.
            case RequestChange.Drop drop -> withoutUser(request);
            case RequestChange.Omit omit -> withoutUser(request);
            case RequestChange.Clamp clamp -> changed;
            case RequestChange.Describe describe -> changed;
            case RequestChange.Avoid avoid -> changed;
            case RequestChange.Refuse refuse -> throw refused(refuse);
          };
    }
    return changed;
  }

  private static EmbeddingRequest withoutUser(EmbeddingRequest request) {
    return new EmbeddingRequest(request.inputs(), request.dimensions(), Optional.empty());
  }

  /** Does to a request what the rules say. */
  public static ChatRequest changed(ChatRequest request, List<RequestChange> changes)
      throws ProviderException {
    ChatRequest changed = request;
    for (RequestChange change : changes) {
      changed =
          switch (change) {
            case RequestChange.Drop drop -> drop.field().without(changed, drop.names());
            case RequestChange.Clamp clamp -> clamp.field().atMost(changed, clamp.most());
            case RequestChange.Avoid avoid -> changed;
            case RequestChange.Describe describe -> changed; // The provider sees to it.
            case RequestChange.Omit omit -> omit.field().without(changed, List.of());
            case RequestChange.Refuse refuse -> throw refused(refuse);
          };
    }
    return changed;
  }

  private static ProviderException refused(RequestChange.Refuse refuse) {
    return new ProviderException(Kind.UNSUPPORTED, refuse.why()).withParam(refuse.field().path());
  }

  /** Whether the target may be asked for its answer piece by piece. */
  public static boolean streams(ChatRequest request, Step step, Policy policy) {
    return request.stream()
        || policy.streamInside() != StreamInside.NEVER
            && (request.tools().isEmpty() || step.model().toolsInStream());
  }

  /** The request as it would be for a target that takes everything. */
  public static ChatRequest withDefaults(ChatRequest request, Step step, Policy policy) {
    ChatRequest whole = DefaultSettings.of(request, step, policy.defaults());
    List<String> instructions = new ArrayList<>();
    policy.instructions().ifPresent(instructions::add);
    step.instructions().ifPresent(instructions::add);
    if (!instructions.isEmpty()) {
      whole = whole.withMessages(instructed(request.messages(), instructions));
    }
    if (!step.rules().takesAllowedTools(step.target().model(), step.model())) {
      whole = whole.withAllowedTools();
    }
    if (policy.promptCaching().marks()
        && step.rules().takesCacheMarks(step.target().model(), step.model())
        && !new ModelRequest(request, step.target().model(), step.model()).marksCache()) {
      whole = CacheMarks.add(whole);
    }
    Optional<Native> kept = kept(step, policy.promptCaching());
    if (kept.isPresent()) {
      List<Native> natives = new ArrayList<>(whole.natives());
      natives.add(kept.get());
      whole = whole.withNatives(natives);
    }
    if (step.promptKey().isPresent()) {
      Map<String, String> extras = new HashMap<>(whole.extras());
      extras.putIfAbsent(PromptPrefix.KEY, '"' + step.promptKey().get() + '"');
      if (step.rules().takesCacheMarks(step.target().model(), step.model())) {
        extras.putAll(PromptLifetime.fields(request));
      }
      whole = whole.withExtras(extras);
    }
    boolean stream = streams(request, step, policy);
    return stream == request.stream() ? whole : whole.withStream(stream);
  }

  private static Optional<Native> kept(Step step, PromptCaching caching) {
    return caching.mode() == PromptCaching.Mode.EXPLICIT
        ? step.rules().keeps(step.target().model(), step.model(), caching.lifetime())
        : Optional.empty();
  }

  /** How hard the target is told to think; empty where nobody says it. */
  public static Optional<String> reasoningEffort(ChatRequest request, Step step, Policy policy) {
    return DefaultSettings.of(request, step, policy.defaults()).settings().reasoningEffort();
  }

  private static List<Message> instructed(List<Message> messages, List<String> instructions) {
    List<Message> more = new ArrayList<>(messages);
    int at = 0;
    while (at < more.size() && more.get(at).role() == Role.SYSTEM) {
      at++;
    }
    for (String one : instructions) {
      more.add(at, Message.of(Role.SYSTEM, one));
      at++;
    }
    return more;
  }
}
