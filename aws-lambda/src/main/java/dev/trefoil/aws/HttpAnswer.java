package dev.trefoil.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of the core, collected whole as Lambda's managed runtime posts it: always text in
 * UTF-8. Sources: those of {@link HttpEvent}.
 */
final class HttpAnswer implements ResponseSink {
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;

  /** How large an answer is as it is posted. */
  static ResponseLimit.Form form(HttpEvent.Version version) {
    return new ResponseLimit.Form() {
      @Override
      public long head(int status, Headers headers) {
        HttpAnswer empty = new HttpAnswer();
        empty.start(status, headers);
        ByteArrayOutputStream posted = new ByteArrayOutputStream();
        try {
          empty.write(version, posted);
        } catch (IOException e) {
          throw new UncheckedIOException(e); // Nothing is written to but memory.
        }
        return posted.size();
      }

      @Override
      public long body(byte[] bytes, int offset, int length) {
        return escaped(bytes, offset, length);
      }
    };
  }

  /** What text takes within JSON, as the generator writes it: RFC 8259, 7. */
  private static long escaped(byte[] bytes, int offset, int length) {
    long size = length;
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || b >= '\b' && b <= '\r' && b != 0x0b) {
        size++;
      } else if (b >= 0 && b < ' ') {
        size += 5; // As a u and four digits behind a backslash.
      }
    }
    return size;
  }

  @Override
  public OutputStream start(int newStatus, Headers newHeaders) {
    headers.clear();
    body.reset();
    status = newStatus;
    newHeaders.forEach(
        (name, value) -> headers.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
    return body;
  }

  /** Writes it for the door whose event it answers. */
  void write(HttpEvent.Version version, OutputStream response) throws IOException {
    try (JsonGenerator json = Json.generator(response)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", status);
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        json.writeStringField(header.getKey(), String.join(",", header.getValue()));
      }
      json.writeEndObject();
      if (version == HttpEvent.Version.ONE) {
        multipleValues(json);
      }
      byte[] bytes = body.toByteArray();
      json.writeFieldName("body");
      json.writeUTF8String(bytes, 0, bytes.length);
      json.writeBooleanField("isBase64Encoded", false);
      json.writeEndObject();
    }
  }

  /** A load balancer reads those that it is configured for. */
  private void multipleValues(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("multiValueHeaders");
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      json.writeArrayFieldStart(header.getKey());
      for (String value : header.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
