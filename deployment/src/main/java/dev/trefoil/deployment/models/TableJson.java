// A table of models as the file that it could be read from again.
package dev.trefoil.deployment.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.config.ModelTable;
import dev.trefoil.config.ModelTable.Model;
import dev.trefoil.config.ModelTable.Source;
import dev.trefoil.policy.ListPrice;
import dev.trefoil.policy.Price;
import dev.trefoil.provider.Capabilities;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes what is said of each model, and the sources that it names. */
final class TableJson {
  private TableJson() {}

  static String of(ModelTable table) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("sources");
      for (Map.Entry<String, Source> source : table.sources().entrySet()) {
        json.writeObjectFieldStart(source.getKey());
        json.writeStringField("title", source.getValue().title());
        json.writeStringField("url", source.getValue().url());
        json.writeStringField("date", source.getValue().date().toString());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("models");
      for (Map.Entry<String, Model> model : table.models().entrySet()) {
        json.writeObjectFieldStart(model.getKey());
        model(model.getValue(), json);
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void model(Model model, JsonGenerator json) throws IOException {
    Capabilities can = model.capabilities();
    for (String flag : Flags.lacking(can)) {
      json.writeBooleanField(flag, false);
    }
    if (can.reasoning() != Capabilities.Reasoning.EFFORT) {
      json.writeStringField("reasoning", can.reasoning().name().toLowerCase(Locale.ROOT));
    }
    if (can.thinksFirst()) {
      json.writeBooleanField("thinksFirst", true);
    }
    if (can.responses()) {
      json.writeBooleanField("responses", true);
    }
    if (can.protocol().isPresent()) {
      json.writeStringField("protocol", can.protocol().get().name().toLowerCase(Locale.ROOT));
    }
    if (can.promptCache() != Capabilities.PromptCache.UNKNOWN) {
      json.writeStringField("promptCache", can.promptCache().name().toLowerCase(Locale.ROOT));
    }
    if (can.contextWindow().isPresent()) {
      json.writeNumberField("contextWindow", can.contextWindow().getAsLong());
    }
    if (can.maxOutput().isPresent()) {
      json.writeNumberField("maxOutput", can.maxOutput().getAsLong());
    }
    if (model.price().isPresent()) {
      price(model.price().get(), json);
    }
    if (!model.retires().isEmpty()) {
      json.writeObjectFieldStart("retires");
      for (Map.Entry<String, LocalDate> day : Flags.sorted(model.retires())) {
        json.writeStringField(day.getKey(), day.getValue().toString());
      }
      json.writeEndObject();
    }
    texts("ids", model.ids().byKind(), json);
    if (!model.ids().profiles().isEmpty()) {
      json.writeArrayFieldStart("profiles");
      for (String prefix : model.ids().profiles()) {
        json.writeString(prefix);
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("source");
    for (String source : model.sources()) {
      json.writeString(source);
    }
    json.writeEndArray();
  }

  private static void texts(String name, Map<String, String> texts, JsonGenerator json)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void price(ListPrice listed, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("price");
    tokens(listed.price(), json);
    if (listed.regional() != 1) {
      number("regional", listed.regional(), json);
    }
    if (listed.price().longPrompt().isPresent()) {
      json.writeObjectFieldStart("longPrompt");
      json.writeNumberField("above", listed.price().longPrompt().get().above());
      tokens(listed.price().longPrompt().get().price(), json);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void tokens(Price price, JsonGenerator json) throws IOException {
    for (Map.Entry<String, Double> part :
        List.of(
            Map.entry("input", price.input()),
            Map.entry("output", price.output()),
            Map.entry("cachedInput", price.cachedInput()),
            Map.entry("cacheWrite", price.cacheWrite()))) {
      number(part.getKey(), part.getValue(), json);
    }
    if (price.cacheWriteHour() != Price.hour(price.cacheWrite())) {
      number("cacheWriteHour", price.cacheWriteHour(), json);
    }
  }

  private static void number(String name, double number, JsonGenerator json) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Flags.plain(number));
  }
}
