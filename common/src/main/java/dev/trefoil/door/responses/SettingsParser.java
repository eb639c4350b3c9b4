package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.door.MetadataParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.SchemaFields;
import dev.trefoil.door.UserIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads sampling, reasoning and the form of the answer, and what is left of these to others. */
final class SettingsParser {
  private static final int MAX_TOP_LOGPROBS = 20;
  private static final int LONGEST_CACHE_KEY = 64;
  private static final int LONGEST_SAFETY_IDENTIFIER = 128;
  private static final String LOGPROBS = "message.output_text.logprobs";
  private static final String MOST_CALLS = "max_tool_calls";
  private static final String SEARCH_RESULTS = "file_search_call.results";
  private static final String ENCRYPTED = "reasoning.encrypted_content";
  private static final String FASTEST = "ultrafast";
  private static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  private static final List<String> LEVELS = List.of("low", "medium", "high");
  private static final List<String> TIERS =
      List.of("auto", "default", "flex", "fast", "priority", FASTEST, "scale");

  private final RequestFields request;
  private final Settings.Builder settings = Settings.builder();
  private final Map<String, String> extras = new LinkedHashMap<>();
  private final List<Native> natives = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private ResponseFormat format = new ResponseFormat.Text();
  private OptionalInt mostCalls = OptionalInt.empty();
  private boolean encrypted;

  private SettingsParser(RequestFields request) {
    this.request = request;
  }

  static SettingsParser read(RequestFields request) throws Problem {
    SettingsParser parser = new SettingsParser(request);
    parser.sampling();
    parser.reasoning();
    parser.text();
    parser.identifiers();
    parser.include();
    return parser;
  }

  Settings settings() {
    return settings.build();
  }

  ResponseFormat format() {
    return format;
  }

  /** Fields that chat completions have as well, beyond our vocabulary. */
  Map<String, String> extras() {
    return extras;
  }

  /**
   * Fields that only Responses have.
   *
   * @param run whether Trefoil itself calls tools, and holds the request's bound of calls by itself
   * @param search whether it searches files by itself, and tells what it finds
   */
  List<Native> natives(boolean run, boolean search) {
    return natives.stream()
        .filter(own -> !(run && own.member().equals(MOST_CALLS)))
        .filter(own -> !(search && own.member().equals("include." + SEARCH_RESULTS)))
        .toList();
  }

  /** Whether what a search of files finds is wanted. */
  boolean searchResults() {
    return natives.stream().anyMatch(own -> own.member().equals("include." + SEARCH_RESULTS));
  }

  /** How many calls of tools are wanted at most. */
  OptionalInt mostCalls() {
    return mostCalls;
  }

  /** What no service sees. */
  List<String> dropped() {
    return dropped;
  }

  /** Whether reasoning is wanted in a form that can be sent back. */
  boolean encrypted() {
    return encrypted;
  }

  private void sampling() throws Problem {
    settings
        .temperature(request.number("temperature", 0, 2))
        .topP(request.number("top_p", 0, 1))
        .maxTokens(request.integer("max_output_tokens", 1, Integer.MAX_VALUE))
        .parallelToolCalls(request.optionalFlag("parallel_tool_calls"));
    mostCalls = request.integer(MOST_CALLS, 1, Integer.MAX_VALUE);
    if (mostCalls.isPresent()) {
      // It bounds the calls of the service's own tools only.
      natives.add(own(MOST_CALLS, Integer.toString(mostCalls.getAsInt())));
    }
    Optional<String> tier = request.word("service_tier", TIERS);
    if (tier.isPresent()) {
      switch (tier.get()) {
        case "fast" -> settings.serviceTier(Optional.of("priority"));
        case FASTEST -> natives.add(own("service_tier", "\"" + FASTEST + "\""));
        default -> settings.serviceTier(tier);
      }
    }
  }

  private void reasoning() throws Problem {
    Optional<RequestFields> object = request.object("reasoning");
    if (object.isEmpty()) {
      return;
    }
    RequestFields fields = object.get();
    settings.reasoningEffort(fields.word("effort", EFFORTS));
    List<String> summaries = List.of("auto", "concise", "detailed");
    Optional<String> former = fields.word("generate_summary", summaries);
    settings.reasoningSummary(fields.word("summary", summaries).or(() -> former));
    Optional<String> context = fields.word("context", List.of("auto", "current_turn", "all_turns"));
    if (context.isPresent()) {
      natives.add(own("reasoning.context", "\"" + context.get() + "\""));
    }
    if (fields.word("mode", List.of("standard", "pro")).filter("pro"::equals).isPresent()) {
      throw Problem.unsupported(fields.at("mode"), "The mode 'pro' is not supported.");
    }
  }

  private void text() throws Problem {
    Optional<RequestFields> object = request.object("text");
    if (object.isEmpty()) {
      return;
    }
    Optional<String> verbosity = object.get().word("verbosity", LEVELS);
    verbosity.ifPresent(word -> extras.put("verbosity", "\"" + word + "\""));
    Optional<RequestFields> form = object.get().object("format");
    if (form.isPresent()) {
      String type = form.get().requiredText("type");
      format =
          switch (type) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> SchemaFields.jsonSchema(form.get());
            default ->
                throw Problem.invalid(
                    form.get().at("type"),
                    "'" + form.get().at("type") + "' must be text, json_object or json_schema.");
          };
    }
  }

  private void identifiers() throws Problem {
    settings
        .metadata(MetadataParser.read(request))
        .user(request.text("user").map(UserIds::withoutAddress));
    extra("prompt_cache_key", LONGEST_CACHE_KEY);
    extra("safety_identifier", LONGEST_SAFETY_IDENTIFIER);
    Optional<String> retention =
        request.word("prompt_cache_retention", List.of("in_memory", "in-memory", "24h"));
    retention.ifPresent(word -> extras.put("prompt_cache_retention", "\"" + word + "\""));
    Optional<JrsValue> options = request.value("prompt_cache_options");
    if (options.isPresent()) {
      request.child("prompt_cache_options", options.get());
      extras.put("prompt_cache_options", RequestJson.text("prompt_cache_options", options.get()));
    }
  }

  private void extra(String name, int longest) throws Problem {
    Optional<JrsValue> value = request.value(name);
    if (value.isPresent()) {
      if (RequestFields.text(name, value.get()).length() > longest) {
        throw Problem.invalid(name, "'" + name + "' has more than " + longest + " characters.");
      }
      extras.put(name, RequestJson.text(name, value.get()));
    }
  }

  private void include() throws Problem {
    OptionalInt top = request.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
    boolean logprobs = false;
    List<JrsValue> items = request.list("include").orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      String path = "include[" + i + "]";
      String name = RequestFields.text(path, items.get(i));
      switch (name) {
        case ENCRYPTED -> encrypted = true;
        case LOGPROBS -> logprobs = true;
        default -> {
          if (name.matches("[a-z_]{1,40}(\\.[a-z_]{1,40}){1,3}")) {
            natives.add(own("include." + name, "\"" + name + "\""));
          } else {
            throw Problem.invalid(path, "'" + path + "' names nothing that can be included.");
          }
        }
      }
    }
    if (logprobs) {
      settings.topLogprobs(OptionalInt.of(top.orElse(0)));
    } else if (top.isPresent()) {
      dropped.add("top_logprobs"); // Nobody would be shown them.
    }
  }

  private static Native own(String member, String json) {
    return new Native(Native.OPENAI_RESPONSES, "", member, json);
  }
}
