package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.Settings;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Writes sampling settings and bounds. */
final class SettingsWriter {
  private SettingsWriter() {}

  /**
   * @param tokenLimit the field that bounds the answer
   */
  static void write(JsonGenerator out, Settings settings, String tokenLimit) throws IOException {
    number(out, "temperature", settings.temperature());
    number(out, "top_p", settings.topP());
    if (settings.maxTokens().isPresent()) {
      out.writeNumberField(tokenLimit, settings.maxTokens().getAsInt());
    }
    if (!settings.stop().isEmpty()) {
      out.writeArrayFieldStart("stop");
      for (String stop : settings.stop()) {
        out.writeString(stop);
      }
      out.writeEndArray();
    }
    if (settings.choices() > 1) {
      out.writeNumberField("n", settings.choices());
    }
    if (settings.seed().isPresent()) {
      out.writeNumberField("seed", settings.seed().getAsLong());
    }
    number(out, "presence_penalty", settings.presencePenalty());
    number(out, "frequency_penalty", settings.frequencyPenalty());
    if (settings.topLogprobs().isPresent()) {
      out.writeBooleanField("logprobs", true);
      out.writeNumberField("top_logprobs", settings.topLogprobs().getAsInt());
    }
    if (!settings.logitBias().isEmpty()) {
      out.writeObjectFieldStart("logit_bias");
      for (Map.Entry<String, Double> bias : new TreeMap<>(settings.logitBias()).entrySet()) {
        out.writeFieldName(bias.getKey());
        number(out, bias.getValue());
      }
      out.writeEndObject();
    }
    if (settings.reasoningEffort().isPresent()) {
      out.writeStringField("reasoning_effort", settings.reasoningEffort().get());
    }
    labels(out, settings);
  }

  /** What both protocols have by the same name. */
  static void labels(JsonGenerator out, Settings settings) throws IOException {
    if (settings.parallelToolCalls().isPresent()) {
      out.writeBooleanField("parallel_tool_calls", settings.parallelToolCalls().get());
    }
    if (settings.serviceTier().isPresent()) {
      out.writeStringField("service_tier", settings.serviceTier().get());
    }
    if (!settings.metadata().isEmpty()) {
      out.writeObjectFieldStart("metadata");
      for (Map.Entry<String, String> label : new TreeMap<>(settings.metadata()).entrySet()) {
        out.writeStringField(label.getKey(), label.getValue());
      }
      out.writeEndObject();
    }
    if (settings.user().isPresent()) {
      out.writeStringField("user", settings.user().get());
    }
  }

  static void number(JsonGenerator out, String field, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      out.writeFieldName(field);
      number(out, value.getAsDouble());
    }
  }

  /** Whole numbers without a fraction: some servers read token biases as integers. */
  private static void number(JsonGenerator out, double value) throws IOException {
    if (value == Math.rint(value)) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }
}
