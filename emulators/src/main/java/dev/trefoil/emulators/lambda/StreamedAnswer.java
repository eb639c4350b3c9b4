package dev.trefoil.emulators.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A body of the media type {@code application/vnd.awslambda.http-integration-response}.
 *
 * @param prelude status and headers
 * @param body what stands behind the eight zeros
 */
public record StreamedAnswer(JsonNode prelude, byte[] body) {
  /** "The metadata and the delimiter must be within the first 16 KB" for API Gateway. */
  private static final int MAX_PRELUDE_BYTES = 16 << 10;

  private static final int DELIMITER_BYTES = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads it as Function URLs and API Gateway do.
   *
   * @throws IOException when they can make nothing of it
   */
  static StreamedAnswer of(List<byte[]> chunks) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks.forEach(all::writeBytes);
    byte[] bytes = all.toByteArray();
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    int body = end + DELIMITER_BYTES;
    if (body > Math.min(bytes.length, MAX_PRELUDE_BYTES)) {
      throw new IOException("no prelude ends with eight zeros within 16 KB");
    }
    if (!Arrays.equals(bytes, end, body, new byte[DELIMITER_BYTES], 0, DELIMITER_BYTES)) {
      throw new IOException("fewer than eight zeros stand behind the prelude");
    }
    JsonNode prelude = JSON.readTree(bytes, 0, end);
    int status = prelude.path("statusCode").asInt();
    if (!prelude.path("statusCode").isInt() || status < 200 || status > 599) {
      throw new IOException("the prelude has no status");
    }
    return new StreamedAnswer(prelude, Arrays.copyOfRange(bytes, body, bytes.length));
  }
}
