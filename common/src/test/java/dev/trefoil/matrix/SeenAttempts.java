package dev.trefoil.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.RecordedResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a caller is told of its call.
 *
 * @param trail {@code service outcome limit} of each attempt
 * @param ending the finish reason, or the error's code
 */
record SeenAttempts(int status, String text, String ending, List<String> trail) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = ": trefoil ";
  private static final String DATA = "data: ";

  /** Makes a call. */
  static SeenAttempts by(HttpHandler http, String model, boolean stream) throws IOException {
    byte[] body =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("model", model)
                .put("stream", stream)
                .set(
                    "messages",
                    JSON.createArrayNode()
                        .add(
                            JSON.createObjectNode().put("role", "user").put("content", "Speak."))));
    RecordedResponse response = new RecordedResponse();
    http.handle(
        new HttpCall(
            "POST",
            "/v1/chat/completions",
            new Headers(),
            new ByteArrayInputStream(body),
            Deadline.after(Duration.ofSeconds(30))),
        response);
    return response.body().startsWith("{") ? whole(response) : streamed(response);
  }

  private static SeenAttempts whole(RecordedResponse response) throws IOException {
    JsonNode body = JSON.readTree(response.body());
    return new SeenAttempts(
        response.status(),
        body.at("/choices/0/message/content").asText(""),
        body.at("/choices/0/finish_reason").asText(body.at("/error/code").asText()),
        items(response.header("x-trefoil-trail")));
  }

  private static SeenAttempts streamed(RecordedResponse response) throws IOException {
    StringBuilder text = new StringBuilder();
    String ending = "";
    String trail = "";
    boolean done = false;
    for (String line : response.body().split("\n")) {
      if (line.startsWith(ACCOUNT)) {
        trail = JSON.readTree(line.substring(ACCOUNT.length())).path("trail").asText();
      } else if (line.startsWith(DATA + "{")) {
        JsonNode chunk = JSON.readTree(line.substring(DATA.length()));
        List<String> attempts = new ArrayList<>();
        chunk.at("/error/attempts").forEach(attempt -> attempts.add(item(attempt)));
        trail = trail.isEmpty() ? String.join(", ", attempts) : trail;
        text.append(chunk.at("/choices/0/delta/content").asText(""));
        ending = chunk.at("/choices/0/finish_reason").asText(ending).replace("null", ending);
      } else if (line.equals(DATA + "[DONE]")) {
        done = true;
      }
    }
    return new SeenAttempts(
        response.status(), text.toString(), done ? ending : "cut", items(trail));
  }

  /** As a trail has it, but for the limit. */
  private static String item(JsonNode attempt) {
    return attempt.path("target").asText() + ";outcome=" + attempt.path("outcome").asText();
  }

  private static List<String> items(String trail) {
    return Arrays.stream(trail.split(", "))
        .map(
            item ->
                item.replaceAll("/[^;]*", "")
                    .replaceAll(";ms=\\d+", "")
                    .replaceAll(";(outcome|limit)=", " "))
        .toList();
  }
}
