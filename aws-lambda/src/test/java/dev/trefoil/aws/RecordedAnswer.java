package dev.trefoil.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.aws.runtimeapi.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer as its door reads it, whole or streamed. */
final class RecordedAnswer implements Answer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Optional<byte[]> prelude = Optional.empty();

  @Override
  public void whole(byte[] json) {
    bytes.writeBytes(json);
  }

  @Override
  public OutputStream stream(byte[] before) {
    prelude = Optional.of(before);
    return bytes;
  }

  boolean isStreamed() {
    return prelude.isPresent();
  }

  /** In the form of whole answers. */
  JsonNode json() throws IOException {
    if (prelude.isEmpty()) {
      return JSON.readTree(bytes.toByteArray());
    }
    ObjectNode all = (ObjectNode) JSON.readTree(prelude.get());
    all.put("body", bytes.toString(StandardCharsets.UTF_8));
    return all.put("isBase64Encoded", false);
  }
}
