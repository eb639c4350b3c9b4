package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes embeddings requests that are right by construction. */
final class ValidEmbeddings {
  private ValidEmbeddings() {}

  static ObjectNode make(Chance chance, Embedder embedder) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", embedder.target());
    switch (chance.below(embedder.takesTokens() ? 5 : 3)) {
      case 0 -> body.put("input", chance.text());
      case 3 -> tokens(chance, body.putArray("input"));
      case 4 -> {
        ArrayNode inputs = body.putArray("input");
        for (int i = chance.from(1, 4); i > 0; i--) {
          if (chance.oneIn(4)) {
            inputs.add(chance.text());
          } else {
            tokens(chance, inputs.addArray());
          }
        }
      }
      default -> {
        ArrayNode inputs = body.putArray("input");
        for (int i = chance.oneIn(100) ? 97 : chance.from(1, 5); i > 0; i--) {
          inputs.add(chance.text());
        }
      }
    }
    if (!chance.oneIn(3)) {
      body.put("dimensions", chance.pick(embedder.lengths()));
    }
    if (chance.oneIn(2)) {
      body.put("encoding_format", chance.pick("float", "base64"));
    }
    if (chance.oneIn(4)) {
      body.put("user", chance.pick("u-1", "grüß@example.com", ""));
    }
    for (int i = chance.below(3); i > 0; i--) {
      body.put(chance.pick("input_type", "truncate", "grüß", "", "x-" + i), chance.text());
    }
    if (chance.oneIn(5)) {
      String absent = chance.pick("dimensions", "encoding_format", "user");
      if (!body.has(absent)) {
        body.putNull(absent);
      }
    }
    return body;
  }

  private static void tokens(Chance chance, ArrayNode tokens) {
    for (int i = chance.from(1, 20); i > 0; i--) {
      tokens.add(chance.oneIn(20) ? 0 : chance.below(200_000));
    }
  }
}
