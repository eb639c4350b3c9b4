package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.SchemaFields;
import dev.trefoil.door.UserIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what bounds an answer and says how it is to be made. */
final class SettingsParser {
  private static final int MAX_STOPS = 128;
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");
  private static final List<String> TIERS = List.of("auto", "standard_only");

  private final RequestFields fields;
  private final List<Native> natives;
  private final List<String> dropped;

  /**
   * @param natives takes what only this protocol says
   * @param dropped takes what goes unsaid
   */
  SettingsParser(RequestFields fields, List<Native> natives, List<String> dropped) {
    this.fields = fields;
    this.natives = natives;
    this.dropped = dropped;
  }

  /** What is read of {@code output_config} and beside it. */
  record Read(Settings settings, ResponseFormat format) {}

  /**
   * @param counting whether no answer is asked for, so that none need be bounded
   * @param parallelToolCalls as {@code tool_choice} says
   */
  Read read(boolean counting, Optional<Boolean> parallelToolCalls) throws Problem {
    OptionalInt maxTokens = maxTokens(counting);
    Optional<RequestFields> output = fields.object("output_config");
    Optional<String> effort =
        output.isPresent() ? output.get().word("effort", EFFORTS) : Optional.empty();
    ResponseFormat format = output.isPresent() ? format(output.get()) : new ResponseFormat.Text();
    Settings.Builder settings =
        Settings.builder()
            .maxTokens(maxTokens)
            .temperature(fields.number("temperature", 0, 1))
            .topP(fields.number("top_p", 0, 1))
            .stop(stop())
            .parallelToolCalls(parallelToolCalls)
            .serviceTier(
                fields
                    .word("service_tier", TIERS)
                    .map(tier -> tier.equals("auto") ? "auto" : "default"))
            .user(user());
    fields
        .integer("top_k", 0, Integer.MAX_VALUE)
        .ifPresent(most -> natives.add(Natives.of("top_k", Integer.toString(most))));
    ThinkingParser.read(fields, effort, maxTokens, settings, natives, dropped);
    return new Read(settings.build(), format);
  }

  /** None at all only fills the service's cache; where that cannot be said, it is one. */
  private OptionalInt maxTokens(boolean counting) throws Problem {
    OptionalInt most = fields.integer("max_tokens", 0, Integer.MAX_VALUE);
    if (most.isEmpty() && !counting) {
      throw fields.missing("max_tokens");
    }
    if (most.isPresent() && most.getAsInt() == 0) {
      natives.add(Natives.of("max_tokens", "0"));
      return OptionalInt.of(1);
    }
    return most;
  }

  private List<String> stop() throws Problem {
    List<JrsValue> items = fields.list("stop_sequences").orElse(List.of());
    if (items.size() > MAX_STOPS) {
      throw Problem.invalid(
          "stop_sequences", "'stop_sequences' holds more than " + MAX_STOPS + " texts.");
    }
    List<String> stops = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String path = "stop_sequences[" + i + "]";
      String stop = RequestFields.text(path, items.get(i));
      if (stop.isEmpty()) {
        throw Problem.invalid(path, "'" + path + "' is empty.");
      }
      stops.add(stop);
    }
    return stops;
  }

  /** Any text; some clients put an object's JSON there. */
  private Optional<String> user() throws Problem {
    Optional<RequestFields> metadata = fields.object("metadata");
    return metadata.isPresent()
        ? metadata.get().text("user_id").map(UserIds::withoutAddress)
        : Optional.empty();
  }

  private static ResponseFormat format(RequestFields output) throws Problem {
    Optional<RequestFields> format = output.object("format");
    if (format.isEmpty()) {
      return new ResponseFormat.Text();
    }
    RequestFields wanted = format.get();
    if (wanted.word("type", List.of("json_schema")).isEmpty()) {
      throw wanted.missing("type");
    }
    return new ResponseFormat.JsonSchema(
        "answer",
        "",
        SchemaFields.schema(wanted, "schema").orElseThrow(() -> wanted.missing("schema")),
        true);
  }
}
