package dev.trefoil.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.http.Headers;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Status and headers of an answer, as the doors read them. Sources: those of {@link HttpEvent}. */
final class AnswerHead {
  private final int status;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();

  AnswerHead(int status, Headers headers) {
    this.status = status;
    headers.forEach(
        (name, value) -> this.headers.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
  }

  /**
   * What stands before an answer that is streamed: the same members ("Set up a Lambda proxy
   * integration with payload response streaming in API Gateway").
   */
  byte[] prelude(HttpEvent.Version version) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          write(version, json);
          json.writeEndObject();
        });
  }

  /** Writes the members. */
  void write(HttpEvent.Version version, JsonGenerator json) throws IOException {
    json.writeNumberField("statusCode", status);
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      json.writeStringField(header.getKey(), String.join(",", header.getValue()));
    }
    json.writeEndObject();
    if (version == HttpEvent.Version.ONE) {
      multipleValues(json);
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
