package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.Settings;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writes a request as the body of {@code POST /v1/messages}, and what is counted of it. */
final class RequestWriter {
  private RequestWriter() {}

  /** All that {@code POST /v1/messages} takes. */
  static byte[] write(Plan plan, String model) {
    return write(
        out -> {
          model(out, plan, model, plan.dialect().versionInBody().isEmpty());
          prompt(out, plan);
          Optional<String> most = Natives.member(plan.request(), Natives.MAX_TOKENS);
          out.writeFieldName(Natives.MAX_TOKENS);
          out.writeRawValue(most.orElse(Long.toString(plan.maxTokens())));
          settings(out, plan);
          Natives.write(out, plan.request());
          if (plan.request().stream()) {
            out.writeBooleanField("stream", true);
          }
        });
  }

  /** What the service counts the tokens of: the prompt, and what changes it. */
  static byte[] writePrompt(Plan plan, String model) {
    return write(
        out -> {
          model(out, plan, model, true);
          prompt(out, plan);
        });
  }

  /**
   * @param named whether the body says which model is called
   */
  private static void model(JsonGenerator out, Plan plan, String model, boolean named)
      throws IOException {
    Optional<String> version = plan.dialect().versionInBody();
    if (version.isPresent()) {
      out.writeStringField("anthropic_version", version.get());
    }
    if (named) {
      out.writeStringField("model", model);
    }
  }

  private static void prompt(JsonGenerator out, Plan plan) throws IOException {
    new ContentWriter(out).conversation(plan.conversation());
    new ToolsWriter(out, plan).tools();
    outputConfig(out, plan);
    thinking(out, plan);
  }

  private static byte[] write(Json.Members members) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = Json.generator(bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static void outputConfig(JsonGenerator out, Plan plan) throws IOException {
    Optional<String> effort =
        plan.thinking()
            .flatMap(
                thinking ->
                    thinking instanceof Thinking.Effort told
                        ? Optional.of(told.level())
                        : Optional.empty());
    if (effort.isEmpty() && !(plan.form() instanceof AnswerForm.Schema)) {
      return;
    }
    out.writeObjectFieldStart("output_config");
    if (effort.isPresent()) {
      out.writeStringField("effort", effort.get());
    }
    if (plan.form() instanceof AnswerForm.Schema(String schema)) {
      out.writeObjectFieldStart("format");
      out.writeStringField("type", "json_schema");
      out.writeFieldName("schema");
      out.writeRawValue(schema);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void thinking(JsonGenerator out, Plan plan) throws IOException {
    Optional<String> own = Natives.member(plan.request(), Natives.THINKING);
    if (own.isPresent()) {
      out.writeFieldName(Natives.THINKING);
      out.writeRawValue(own.get());
      return;
    }
    if (plan.thinking().isEmpty()) {
      return;
    }
    switch (plan.thinking().get()) {
      case Thinking.Off off -> {
        out.writeObjectFieldStart("thinking");
        out.writeStringField("type", "disabled");
        out.writeEndObject();
      }
      case Thinking.Effort effort -> {
        if (effort.adaptive()) {
          out.writeObjectFieldStart("thinking");
          out.writeStringField("type", "adaptive");
          if (effort.display().isPresent()) {
            out.writeStringField("display", effort.display().get());
          }
          out.writeEndObject();
        }
      }
      case Thinking.Budget(long tokens) -> {
        out.writeObjectFieldStart("thinking");
        out.writeStringField("type", "enabled");
        out.writeNumberField("budget_tokens", tokens);
        out.writeEndObject();
      }
    }
  }

  private static void settings(JsonGenerator out, Plan plan) throws IOException {
    Settings settings = plan.request().settings();
    if (settings.temperature().isPresent()) {
      out.writeNumberField("temperature", settings.temperature().getAsDouble());
    }
    if (settings.topP().isPresent()) {
      out.writeNumberField("top_p", settings.topP().getAsDouble());
    }
    if (!settings.stop().isEmpty()) {
      out.writeArrayFieldStart("stop_sequences");
      for (String stop : settings.stop()) {
        out.writeString(stop);
      }
      out.writeEndArray();
    }
    if (settings.user().isPresent()) {
      out.writeObjectFieldStart("metadata");
      out.writeStringField("user_id", settings.user().get());
      out.writeEndObject();
    }
    if (settings.serviceTier().isPresent()) {
      out.writeStringField("service_tier", MessagesRules.TIERS.get(settings.serviceTier().get()));
    }
  }
}
