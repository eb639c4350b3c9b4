package dev.trefoil.provider.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

/** Inputs as the bodies of InvokeModel: as many requests as the model's limit makes necessary. */
final class EmbeddingMapper {

  private EmbeddingMapper() {}

  /**
   * @return requests whose vectors, one after the other, are the inputs' in their order
   */
  static List<InvokeModelRequest> map(EmbeddingRequest request, String model, EmbeddingForm form) {
    OptionalInt dimensions = request.dimensions();
    List<String> texts = texts(request);
    List<InvokeModelRequest> requests = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += form.batch()) {
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + form.batch()));
      requests.add(
          InvokeModelRequest.builder()
              .modelId(model)
              .contentType("application/json")
              .accept("application/json")
              .body(SdkBytes.fromUtf8String(body(batch, dimensions, form)))
              .build());
    }
    return requests;
  }

  private static List<String> texts(EmbeddingRequest request) {
    List<String> texts = new ArrayList<>(request.inputs().size());
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(String text) -> texts.add(text);
        case Input.Tokens tokens ->
            throw new IllegalArgumentException("tokens, which the rules refuse");
      }
    }
    return texts;
  }

  private static String body(List<String> texts, OptionalInt dimensions, EmbeddingForm form) {
    StringWriter body = new StringWriter();
    try (JsonGenerator json = Json.generator(body)) {
      json.writeStartObject();
      if (form.isTitan()) {
        json.writeStringField("inputText", texts.getFirst());
      } else {
        json.writeArrayFieldStart("texts");
        for (String text : texts) {
          json.writeString(text);
        }
        json.writeEndArray();
        // Mandatory. OpenAI does not tell documents from questions; most texts are documents.
        json.writeStringField("input_type", "search_document");
      }
      if (dimensions.isPresent() && form.dimensionsField().isPresent()) {
        json.writeNumberField(form.dimensionsField().get(), dimensions.getAsInt());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toString();
  }
}
