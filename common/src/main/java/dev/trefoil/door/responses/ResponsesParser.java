package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
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
      List.of("conversation", "prompt", "moderation", "context_management");

  /** Stands for a model that need not be named. */
  static final String ANY_MODEL = "any";

  private final KeptResponses kept;

  ResponsesParser(KeptResponses kept) {
    this.kept = kept;
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
    Optional<RequestFields> options = fields.object("stream_options");
    boolean obfuscate = options.isPresent() && options.get().flag("include_obfuscation");
    Optional<String> instructions = fields.text("instructions");
    SettingsParser settings = SettingsParser.read(fields);
    ToolsParser tools = new ToolsParser();
    tools.request(fields);
    Optional<String> previous = fields.text("previous_response_id");
    List<JrsValue> input = InputItems.of((JrsObject) tree);
    List<String> references = InputItems.references(input);
    KeptResponses.Begun begun =
        store || previous.isPresent() || !references.isEmpty()
            ? kept.begin(info, previous, references)
            : new KeptResponses.Begun(ItemIds.make().key(), List.of(), Map.of());
    List<Message> messages = new ArrayList<>();
    instructions
        .filter(text -> !text.isBlank())
        .ifPresent(text -> messages.add(Message.of(Role.SYSTEM, text)));
    messages.addAll(new InputParser(fields, tools, begun).messages());
    ToolChoice choice = ToolChoiceParser.read(fields, tools.tools());
    List<Native> natives = new ArrayList<>(settings.natives());
    natives.addAll(tools.hosted());
    List<String> dropped = new ArrayList<>(settings.dropped());
    dropped.addAll(fields.rest());
    dropped.addAll(fields.unknown());
    return new ResponsesCall(
        model,
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
        input,
        new ItemIds(begun.key()),
        settings.encrypted(),
        obfuscate,
        dropped);
  }

  private static void refuseUnsupported(RequestFields fields) throws Problem {
    for (String name : UNSUPPORTED) {
      if (fields.value(name).isPresent()) {
        throw Problem.unsupported(name, "'" + name + "' is not supported here.");
      }
    }
    if (fields.flag("background")) {
      throw Problem.unsupported(
          "background", "Responses in the background are not supported here; /v1/jobs may serve.");
    }
    if (fields.word("truncation", List.of("auto", "disabled")).filter("auto"::equals).isPresent()) {
      throw Problem.unsupported("truncation", "Conversations are not cut here.");
    }
  }
}
