package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.door.ModelName;
import dev.trefoil.door.PreferencesParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.UserIds;
import dev.trefoil.routing.RoutingPreferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the body of {@code POST /v1/embeddings}. */
final class EmbeddingsParser {
  /** OpenAI's own limit. */
  private static final int MAX_INPUTS = 2048;

  private static final int MAX_DIMENSIONS = 1 << 16;

  private EmbeddingsParser() {}

  /**
   * @param deployment the model of a path that names one, whatever the body says; empty for others
   */
  static EmbeddingsCall read(byte[] body, Optional<String> deployment, RoutingPreferences headers)
      throws Problem {
    return read(RequestJson.read(body), deployment, headers);
  }

  /** The same of a body that is a tree already. */
  static EmbeddingsCall read(JrsValue body, Optional<String> deployment, RoutingPreferences headers)
      throws Problem {
    RequestFields fields = RequestFields.of(body);
    RoutingPreferences preferences = PreferencesParser.read(fields, headers);
    String model = ModelName.read(fields, deployment, preferences);
    JrsValue input = fields.value("input").orElseThrow(() -> fields.missing("input"));
    boolean base64 =
        fields.word("encoding_format", List.of("float", "base64")).orElse("float").equals("base64");
    EmbeddingRequest request =
        new EmbeddingRequest(
            inputs(input),
            fields.integer("dimensions", 1, MAX_DIMENSIONS),
            fields.text("user").map(UserIds::withoutAddress));
    return new EmbeddingsCall(model, preferences, request, base64, List.copyOf(fields.rest()));
  }

  private static List<Input> inputs(JrsValue input) throws Problem {
    if (input instanceof JrsString) {
      return List.of(text("input", input));
    }
    if (!(input instanceof JrsArray array)) {
      throw RequestFields.wrongType("input", "a text or a list", input);
    }
    List<JrsValue> items = RequestFields.items(array);
    if (items.isEmpty()) {
      throw Problem.invalid("input", "'input' is empty.");
    }
    if (items.getFirst() instanceof JrsNumber) {
      return List.of(tokens("input", items));
    }
    if (items.size() > MAX_INPUTS) {
      throw Problem.invalid("input", "'input' holds more than " + MAX_INPUTS + " inputs.");
    }
    List<Input> inputs = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String path = "input[" + i + "]";
      inputs.add(
          items.get(i) instanceof JrsArray tokens
              ? tokens(path, RequestFields.items(tokens))
              : text(path, items.get(i)));
    }
    return inputs;
  }

  private static Input text(String path, JrsValue value) throws Problem {
    String text = RequestFields.text(path, value);
    if (text.isBlank()) {
      throw Problem.invalid(path, "'" + path + "' is blank.");
    }
    return new Input.Text(text);
  }

  private static Input tokens(String path, List<JrsValue> items) throws Problem {
    if (items.isEmpty()) {
      throw Problem.invalid(path, "'" + path + "' is empty.");
    }
    List<Integer> tokens = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String at = path + "[" + i + "]";
      double token = RequestFields.number(at, items.get(i), 0, Integer.MAX_VALUE);
      if (token != Math.rint(token)) {
        throw RequestFields.wrongType(at, "a token's number", items.get(i));
      }
      tokens.add((int) token);
    }
    return new Input.Tokens(tokens);
  }
}
