package dev.trefoil.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.endpoints.AdapterDoorContract;
import dev.trefoil.http.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

class AwsDoorTest extends AdapterDoorContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  protected Answer call(HttpHandler core, String method, String path, String body)
      throws Exception {
    ObjectNode event = JSON.createObjectNode().put("version", "2.0").put("rawPath", path);
    event.put("body", body).put("isBase64Encoded", false);
    event.putObject("headers").put("x-request-id", "call-1");
    event.putObject("requestContext").putObject("http").put("method", method);
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    new HttpEvents(core, InstantSource.system())
        .handle(
            new ByteArrayInputStream(JSON.writeValueAsBytes(event)),
            response,
            Deadline.after(Duration.ofMinutes(1)));
    JsonNode answer = JSON.readTree(response.toByteArray());
    String text = answer.path("body").asText();
    return new Answer(
        answer.path("statusCode").asInt(),
        answer.path("isBase64Encoded").asBoolean()
            ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
            : text,
        Optional.ofNullable(answer.path("headers").path("x-request-id").textValue()));
  }
}
