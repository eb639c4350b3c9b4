package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Tool;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a request is put to a model: what there is to decide, decided once, for the body that is sent
 * and for the list of what is left out.
 *
 * @param conversation in turns, with the reasoning alone that can be handed back, and such that the
 *     model has something to answer
 * @param form how the answer gets its form
 * @param thinking how hard the model is told to think; empty where nothing is said of it
 * @param maxTokens mandatory here: the request's own, or all that the model can give, or 4096 of a
 *     model whose limit nobody knows
 * @param serviceTier in Anthropic's words
 * @param dropped the fields that the model is not told
 */
record Plan(
    ChatRequest request,
    Capabilities model,
    Conversation conversation,
    AnswerForm form,
    Optional<Thinking> thinking,
    long maxTokens,
    Optional<String> serviceTier,
    List<String> dropped) {
  private static final long MAX_TOKENS = 4096;
  private static final int LONGEST_USER = 256;

  static Plan of(ChatRequest request, String id, Capabilities model) {
    Optional<Claude> claude = Claude.of(model.family(), id);
    Conversation conversation = Conversation.of(History.of(request.messages()));
    AnswerForm form = AnswerForm.of(request, model);
    long maxTokens =
        request.settings().maxTokens().isPresent()
            ? request.settings().maxTokens().getAsInt()
            : model.maxOutput().orElse(MAX_TOKENS);
    Optional<Thinking> thinking =
        request
            .settings()
            .reasoningEffort()
            .flatMap(
                effort ->
                    switch (model.reasoning()) {
                      case NONE -> Optional.of(new Thinking.Never());
                      case EFFORT -> Thinking.effort(effort, claude, isFree(request, form));
                      case BUDGET -> Thinking.budget(effort, conversation.turns(), maxTokens);
                    });
    Optional<String> tier = request.settings().serviceTier().flatMap(Plan::tier);
    return new Plan(
        request,
        model,
        toBeAnswered(conversation, claude, thinking),
        form,
        thinking,
        maxTokens,
        tier,
        dropped(request, model, thinking.isPresent(), tier.isPresent()));
  }

  /** Whether nothing in the request keeps the model from thinking. */
  private static boolean isFree(ChatRequest request, AnswerForm form) {
    return !(form instanceof AnswerForm.ByTool)
        && !ToolsWriter.forces(request.toolChoice())
        && request.settings().temperature().orElse(1) == 1
        && request.settings().topP().orElse(1) >= Claude.LEAST_TOP_P;
  }

  /**
   * A conversation may not end with words of a model that does not go on with them: no Claude does
   * since 4.6, and none that thinks with a budget ("Prefill removed" in Anthropic's migration
   * guide, which advises these words).
   */
  private static Conversation toBeAnswered(
      Conversation conversation, Optional<Claude> claude, Optional<Thinking> thinking) {
    boolean goesOn =
        claude.map(Claude::takesPrefill).orElse(true)
            && thinking.filter(Thinking.Budget.class::isInstance).isEmpty();
    if (goesOn || conversation.turns().getLast().role() != Role.ASSISTANT) {
      return conversation;
    }
    List<Message> turns = new ArrayList<>(conversation.turns());
    turns.add(Message.of(Role.USER, "Continue from where you left off."));
    return new Conversation(conversation.system(), turns);
  }

  /** Whether the model is held to the schemas of the tools that ask for it. */
  boolean strictTools() {
    return model.schema();
  }

  /** Whom the call is made for, where the service has room for the name. */
  Optional<String> user() {
    return user(request);
  }

  private static Optional<String> user(ChatRequest request) {
    return request.settings().user().filter(user -> user.length() <= LONGEST_USER);
  }

  private static List<String> dropped(
      ChatRequest request, Capabilities model, boolean thinks, boolean tier) {
    List<String> dropped = new ArrayList<>();
    if (request.settings().seed().isPresent()) {
      dropped.add("seed");
    }
    if (request.settings().reasoningEffort().isPresent() && !thinks) {
      dropped.add("reasoning_effort");
    }
    if (request.settings().serviceTier().isPresent() && !tier) {
      dropped.add("service_tier");
    }
    if (request.settings().user().isPresent() && user(request).isEmpty()) {
      dropped.add("user");
    }
    if (!request.settings().metadata().isEmpty()) {
      dropped.add("metadata");
    }
    if (!model.schema() && request.tools().stream().anyMatch(Tool::strict)) {
      dropped.add("tools.strict");
    }
    if (request.asksForDetail()) {
      dropped.add("image_url.detail");
    }
    request.extras().keySet().stream().sorted().forEach(dropped::add);
    return dropped;
  }

  /** There is no tier that is slower and cheaper, but for batches, and none of one's own scale. */
  private static Optional<String> tier(String openAi) {
    return switch (openAi) {
      case "auto", "priority" -> Optional.of("auto");
      case "default" -> Optional.of("standard_only");
      default -> Optional.empty();
    };
  }
}
