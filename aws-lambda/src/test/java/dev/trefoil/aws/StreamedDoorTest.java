package dev.trefoil.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.chat.Deadline;
import dev.trefoil.endpoints.AdapterDoorContract;
import dev.trefoil.http.HttpHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A Function URL that streams. */
class StreamedDoorTest extends AdapterDoorContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  protected Answer call(HttpHandler core, String method, String path, String body)
      throws Exception {
    ObjectNode event = JSON.createObjectNode().put("version", "2.0").put("rawPath", path);
    event.put("body", body).put("isBase64Encoded", false);
    event.putObject("headers").put("x-request-id", "call-1");
    ObjectNode context = event.putObject("requestContext");
    context.put("domainName", "id.lambda-url.us-east-1.on.aws");
    context.putObject("http").put("method", method);
    RecordedAnswer recorded = new RecordedAnswer();
    new HttpEvents(core, InstantSource.system())
        .handle(
            JSON.writeValueAsBytes(event),
            StreamedDoors.of(Map.of()),
            recorded,
            Deadline.after(Duration.ofMinutes(1)));
    JsonNode answer = recorded.json();
    return new Answer(
        answer.path("statusCode").asInt(),
        answer.path("body").asText(),
        Optional.ofNullable(answer.path("headers").path("x-request-id").textValue()));
  }
}
