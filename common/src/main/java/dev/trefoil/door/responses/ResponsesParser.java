package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.AgentSettings;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.RunPlan;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.ModelName;
import dev.trefoil.door.PreferencesParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.routing.RoutingPreferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the bodies of {@code POST /v1/responses} and of what counts their tokens. */
final class ResponsesParser {
  /** What would change what an answer is, or where it comes from. */
  private static final List<String> UNSUPPORTED =
      List.of("prompt", "moderation", "context_management");

  private static final String CONVERSATION = "conversation";

  /** Stands for a model that need not be named. */
  static final String ANY_MODEL = "any";

  private final KeptResponses kept;
  private final Optional<Agents> agents;
  private final Optional<FileSearch> files;

  /** Where Trefoil itself calls no tools. */
  ResponsesParser(KeptResponses kept) {
    this(kept, Optional.empty(), Optional.empty());
  }

  /**
   * @param agents what Trefoil itself calls; empty for nothing
   * @param files what searches files, where there are agents; empty where none are kept
   */
  ResponsesParser(KeptResponses kept, Optional<Agents> agents, Optional<FileSearch> files) {
    this.kept = kept;
    this.agents = agents;
    this.files = files;
  }

  /** A response that is asked for. */
  ResponsesCall create(byte[] body, CallInfo info) throws Problem {
    return create(RequestJson.read(body), info);
  }

  /** The same of a body that is a tree already. */
  ResponsesCall create(JrsValue body, CallInfo info) throws Problem {
    return read(body, info, "");
  }

  /** A request whose tokens are to be counted, which need not name a model. */
  ResponsesCall count(byte[] body, CallInfo info) throws Problem {
    return read(RequestJson.read(body), info, ANY_MODEL);
  }

  private ResponsesCall read(JrsValue tree, CallInfo info, String otherwise) throws Problem {
    RequestFields fields = RequestFields.of(tree);
    RoutingPreferences preferences = PreferencesParser.read(fields, info.preferences());
    String model = ModelName.read(fields, preferences, otherwise);
    refuseUnsupported(fields);
    boolean store = fields.optionalFlag("store").orElse(true) && kept.keeps();
    boolean stream = fields.flag("stream");
    boolean background = fields.flag("background");
    Optional<RequestFields> options = fields.object("stream_options");
    boolean obfuscate = options.isPresent() && options.get().flag("include_obfuscation");
    Optional<String> instructions = fields.text("instructions");
    SettingsParser settings = SettingsParser.read(fields);
    Optional<ServerTools> server =
        agents.isPresent()
            ? Optional.of(new ServerTools(agents.get(), info, files))
            : Optional.empty();
    ToolsParser tools = new ToolsParser(server);
    tools.request(fields);
    Optional<String> previous = fields.text("previous_response_id");
    List<JrsValue> input = InputItems.of((JrsObject) tree);
    List<String> references = InputItems.references(input);
    Optional<ConversationTurn> conversation =
        conversation(fields, previous.isPresent(), store, input, references, info);
    KeptResponses.Begun begun =
        conversation.isPresent()
            ? conversation.get().begun()
            : begun(info, store, previous, references);
    begun = begun.left();
    List<Message> messages = new ArrayList<>();
    Optional<AgentSettings> agent =
        agents.isPresent() ? agents.get().agent(model) : Optional.empty();
    agent.flatMap(AgentSettings::instructions).ifPresent(text -> instruct(text, messages));
    instructions.ifPresent(text -> instruct(text, messages));
    CallPast past = new CallPast(messages, tree, begun, agents, info.caller());
    InputParser items = new InputParser(fields, tools, begun);
    messages.addAll(items.messages());
    Optional<ServerTools> own = own(server, model, tools);
    ToolChoice choice = ToolChoiceParser.read(fields, tools.tools(), own);
    Optional<RunPlan> run =
        own.isPresent()
            ? Optional.of(
                own.get()
                    .plan(model, settings.mostCalls(), items.approved(), settings.searchResults()))
            : Optional.empty();
    if (run.isEmpty() && !items.approved().isEmpty()) {
      throw Problem.invalid("tools", "'tools' has no server whose call is approved in 'input'.");
    }
    List<Native> natives =
        new ArrayList<>(
            settings.natives(run.isPresent(), run.flatMap(RunPlan::search).isPresent()));
    natives.addAll(tools.hosted());
    List<String> dropped = new ArrayList<>(settings.dropped());
    dropped.addAll(fields.rest());
    dropped.addAll(fields.unknown());
    return new ResponsesCall(
        agent.isPresent() ? agent.get().model() : model,
        preferences,
        new ChatRequest(
            messages,
            tools.tools(),
            choice,
            settings.format(),
            settings.settings(),
            settings.extras(),
            natives,
            stream),
        Echo.of((JrsObject) tree),
        store,
        previous,
        conversation,
        background,
        input,
        new ItemIds(begun.key()),
        settings.encrypted(),
        obfuscate,
        agent.map(AgentSettings::name),
        run,
        Optional.of(past),
        dropped);
  }

  private static void instruct(String text, List<Message> messages) {
    if (!text.isBlank()) {
      messages.add(Message.of(Role.SYSTEM, text));
    }
  }

  /** With what comes with the model; empty where Trefoil itself calls nothing. */
  private static Optional<ServerTools> own(
      Optional<ServerTools> server, String model, ToolsParser tools) {
    if (server.isPresent()) {
      server.get().add(model, tools.tools());
    }
    return server.filter(all -> !all.isEmpty());
  }

  private KeptResponses.Begun begun(
      CallInfo info, boolean store, Optional<String> previous, List<String> references)
      throws Problem {
    return store || previous.isPresent() || !references.isEmpty()
        ? kept.begin(info, previous, references)
        : new KeptResponses.Begun(ItemIds.make().key(), List.of(), Map.of());
  }

  /** Said by its id, or as an object that has it. */
  private Optional<ConversationTurn> conversation(
      RequestFields fields,
      boolean previous,
      boolean store,
      List<JrsValue> input,
      List<String> references,
      CallInfo info)
      throws Problem {
    Optional<JrsValue> value = fields.value(CONVERSATION);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String id =
        value.get() instanceof JrsObject
            ? fields.child(CONVERSATION, value.get()).requiredText("id")
            : RequestFields.text(CONVERSATION, value.get());
    if (previous) {
      throw Problem.of(
              400,
              "mutually_exclusive_parameters",
              "A response goes on from 'conversation' or from 'previous_response_id', not both.")
          .withParam(CONVERSATION);
    }
    if (!store && kept.keeps()) {
      throw Problem.unsupported(
          "store", "A response in a conversation is kept with it: leave 'store' out.");
    }
    for (JrsValue item : input) {
      ItemsParser.requireShallow("input", item, 0);
    }
    return Optional.of(ConversationTurn.read(kept, id, references, info));
  }

  private static void refuseUnsupported(RequestFields fields) throws Problem {
    for (String name : UNSUPPORTED) {
      if (fields.value(name).isPresent()) {
        throw Problem.unsupported(name, "'" + name + "' is not supported here.");
      }
    }
    if (fields.word("truncation", List.of("auto", "disabled")).filter("auto"::equals).isPresent()) {
      throw Problem.unsupported("truncation", "Conversations are not cut here.");
    }
  }
}
