package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Tool;
import dev.trefoil.provider.CacheMarks;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a request, as {@link MessagesRules} leave it, is put to a model.
 *
 * @param conversation in turns, with the reasoning alone that can be handed back, and such that the
 *     model has something to answer
 * @param form how the answer gets its form
 * @param tools what the model may call here at the caller's
 * @param thinking how hard the model is told to think; empty where nothing is said of it
 * @param dialect how the service speaks
 * @param maxTokens mandatory here: the request's own, or all that the model can give, or 4096 of a
 *     model whose limit nobody knows
 */
record Plan(
    ChatRequest request,
    Conversation conversation,
    List<Tool> tools,
    AnswerForm form,
    Optional<Thinking> thinking,
    MessagesDialect dialect,
    long maxTokens) {
  private static final long MAX_TOKENS = 4096;

  static Plan of(ChatRequest request, String id, Capabilities model, MessagesDialect dialect) {
    Optional<Claude> claude = Claude.of(model.family(), id);
    boolean laterSystem =
        dialect.takesLaterSystem() && claude.map(Claude::takesLaterSystem).orElse(false);
    CacheMarks.Marked prompt =
        CacheMarks.of(
            request.tools(),
            Conversation.of(History.of(request.messages()), laterSystem),
            Natives.marks(request, dialect));
    Conversation conversation = prompt.conversation();
    AnswerForm form = AnswerForm.of(request, model);
    long maxTokens = maxTokens(request.settings(), model);
    Optional<Thinking> thinking =
        request
            .settings()
            .reasoningEffort()
            .flatMap(
                effort ->
                    switch (model.reasoning()) {
                      case NONE -> Optional.<Thinking>empty();
                      case EFFORT ->
                          Optional.of(
                              Thinking.effort(
                                  effort, claude, isFree(request, form), isShown(request)));
                      case BUDGET ->
                          Optional.of(
                              Thinking.budget(
                                  effort, request.settings().reasoningBudget(), maxTokens));
                    });
    return new Plan(
        request,
        toBeAnswered(conversation, claude, thinking),
        prompt.tools(),
        form,
        thinking,
        dialect,
        maxTokens);
  }

  /** The most that an answer may have, in tokens, thoughts included. */
  static long maxTokens(Settings settings, Capabilities model) {
    return settings.maxTokens().isPresent()
        ? settings.maxTokens().getAsInt()
        : model.maxOutput().orElse(MAX_TOKENS);
  }

  /** Whether what the model thinks is to be told, as far as it is. */
  private static boolean isShown(ChatRequest request) {
    return !request.settings().reasoningSummary().orElse("").equals("none");
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
    turns.add(Message.of(Role.USER, Conversation.GO_ON));
    return new Conversation(conversation.system(), turns);
  }
}
