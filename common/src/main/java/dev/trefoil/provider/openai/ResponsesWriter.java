package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a request as the body of {@code POST /responses}. Nothing is stored unless the caller says
 * so: what the model is to know again, it is sent again.
 *
 * <p>What the caller says in this protocol's own words is written where its name says: {@code
 * max_tool_calls} at the top, {@code reasoning.context} and {@code text.…} within these, {@code
 * include.…} as one more of that list, {@code tools.…} as one more tool.
 */
final class ResponsesWriter {
  /** A field of chat completions that has its place in {@code text} here. */
  static final String VERBOSITY = "verbosity";

  private static final String INCLUDE = "include";
  private static final String STORE = "store";

  private final ChatRequest request;
  private final String model;
  private final Capabilities can;
  private final Dialect dialect;
  private final ReasoningMarks marks;

  /**
   * @param request what {@link ResponsesRules} leave of one
   */
  ResponsesWriter(
      ChatRequest request, String model, Capabilities can, Dialect dialect, ReasoningMarks marks) {
    this.request = request;
    this.model = model;
    this.can = can;
    this.dialect = dialect;
    this.marks = marks;
  }

  /**
   * The body.
   *
   * @param remembers whether the model is shown what it thought before
   */
  byte[] body(boolean remembers) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = Json.generator(bytes)) {
      SpecialTools special = SpecialTools.of(request);
      out.writeStartObject();
      out.writeStringField("model", model);
      out.writeArrayFieldStart("input");
      List<Message> messages = Breakpoints.placed(request.messages());
      boolean listed = Breakpoints.areIn(messages);
      ItemWriter items = new ItemWriter(out, special, dialect, marks, remembers, listed);
      for (Message message : messages) {
        items.write(message);
      }
      out.writeEndArray();
      ResponsesToolsWriter.write(out, request, special);
      text(out);
      settings(out);
      extras(out);
      if (request.stream()) {
        out.writeBooleanField("stream", true);
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private void text(JsonGenerator out) throws IOException {
    Map<String, String> members = within("text");
    if (request.extras().containsKey(VERBOSITY)) {
      members.put(VERBOSITY, request.extras().get(VERBOSITY));
    }
    if (!FormatWriter.isText(request.format()) || !members.isEmpty()) {
      out.writeObjectFieldStart("text");
      FormatWriter.flat(out, request.format());
      raw(out, members);
      out.writeEndObject();
    }
  }

  private void settings(JsonGenerator out) throws IOException {
    Settings settings = request.settings();
    SettingsWriter.number(out, "temperature", settings.temperature());
    SettingsWriter.number(out, "top_p", settings.topP());
    if (settings.maxTokens().isPresent()) {
      out.writeNumberField("max_output_tokens", settings.maxTokens().getAsInt());
    }
    if (settings.topLogprobs().isPresent()) {
      out.writeNumberField("top_logprobs", settings.topLogprobs().getAsInt());
    }
    reasoning(out, settings);
    include(out);
    SettingsWriter.labels(out, settings);
  }

  private void reasoning(JsonGenerator out, Settings settings) throws IOException {
    Map<String, String> members = within("reasoning");
    boolean summarized = settings.reasoningSummary().filter(it -> !it.equals("none")).isPresent();
    if (settings.reasoningEffort().isEmpty() && !summarized && members.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("reasoning");
    if (settings.reasoningEffort().isPresent()) {
      out.writeStringField("effort", settings.reasoningEffort().get());
    }
    if (summarized) {
      out.writeStringField("summary", settings.reasoningSummary().get());
    }
    raw(out, members);
    out.writeEndObject();
  }

  /** Whether a member of the request asks for more to be told than is usual. */
  static boolean isIncluded(Native own) {
    return own.member().startsWith(INCLUDE + ".");
  }

  private void include(JsonGenerator out) throws IOException {
    boolean thoughts = dialect.encryptsThoughts() && can.reasoning() != Reasoning.NONE;
    boolean logprobs = request.settings().topLogprobs().isPresent();
    List<String> more =
        request.natives().stream().filter(ResponsesWriter::isIncluded).map(Native::json).toList();
    if (thoughts || logprobs || !more.isEmpty()) {
      out.writeArrayFieldStart(INCLUDE);
      if (thoughts) {
        out.writeString("reasoning.encrypted_content");
      }
      if (logprobs) {
        out.writeString("message.output_text.logprobs");
      }
      for (String one : more) {
        out.writeRawValue(one);
      }
      out.writeEndArray();
    }
  }

  private void extras(JsonGenerator out) throws IOException {
    Map<String, String> extras = new TreeMap<>(request.extras());
    extras.remove(VERBOSITY);
    extras.putIfAbsent(STORE, "false");
    for (Native own : request.natives()) {
      if (own.member().indexOf('.') < 0 && !ResponsesToolsWriter.isTool(own)) {
        extras.put(own.member(), own.json());
      }
    }
    raw(out, extras);
  }

  /** What the caller says in this protocol's words within an object of the request. */
  private Map<String, String> within(String object) {
    Map<String, String> members = new TreeMap<>();
    for (Native own : request.natives()) {
      if (own.member().startsWith(object + ".")) {
        members.put(own.member().substring(object.length() + 1), own.json());
      }
    }
    return members;
  }

  private static void raw(JsonGenerator out, Map<String, String> members) throws IOException {
    for (Map.Entry<String, String> member : members.entrySet()) {
      out.writeFieldName(member.getKey());
      out.writeRawValue(member.getValue());
    }
  }
}
