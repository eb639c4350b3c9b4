// The common contract, over Responses and their events, on whichever host.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.ModelServiceContract;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.Seen;
import dev.trefoil.emulators.Seen.Ending;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Responses at the wire. */
public abstract class ResponsesContract extends ModelServiceContract {

  /** The path of Responses, on this host. */
  protected abstract String path();

  @Override
  protected Seen chat(boolean stream, int enough, int maxTokens, String... texts) {
    return send("good-token", stream, enough, maxTokens, texts);
  }

  @Override
  protected Seen chatAsStranger(boolean stream) {
    return send("stolen", stream, Integer.MAX_VALUE, 0, "hello");
  }

  @Override
  protected int leastLimit() {
    return 16;
  }

  @Override
  protected String limitReason() {
    return "max_output_tokens";
  }

  @Override
  protected String stopReason() {
    return "completed";
  }

  @Override
  protected String nativeError() {
    return "{'error': {'code': 'insufficient_quota', 'message': 'x'}}";
  }

  @Override
  protected String nativeAnswer() {
    return "{'id': 'x', 'status': 'completed', 'output': [{'type': 'message', 'content':"
        + " [{'type': 'output_text', 'text': 'from reply'}]}]}";
  }

  @Override
  protected String nativeEvents() {
    return "[{'type': 'response.output_text.delta', 'delta': 'from'},"
        + " {'type': 'response.output_text.delta', 'delta': ' reply'},"
        + " {'type': 'response.completed', 'response': %s}]".formatted(nativeAnswer());
  }

  @Override
  protected String nativeBeginning() {
    return "[{'type': 'response.output_text.delta', 'delta': 'from'}]";
  }

  private Seen send(String token, boolean stream, int enough, int maxTokens, String... texts) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "gpt-6-sol");
    for (int i = 0; i < texts.length; i++) {
      body.withArrayProperty("input")
          .addObject()
          .put("role", i % 2 == 0 ? "user" : "assistant")
          .put("content", texts[i]);
    }
    body.put("stream", stream);
    if (maxTokens > 0) {
      body.put("max_output_tokens", maxTokens);
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    String head =
        ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n")
            .formatted(path(), token, bytes.length);
    RawHttp.Answer answer =
        RawHttp.send(
            emulator.endpoint(),
            head,
            bytes,
            soFar -> enough == 0 || pieces(events(soFar)).size() >= enough);
    return seen(answer, stream);
  }

  private static Seen seen(RawHttp.Answer answer, boolean stream) {
    if (answer.status() == 0) {
      Ending ending = answer.end() == RawHttp.End.OPEN ? Ending.SILENT : Ending.RESET;
      return Seen.answer(ending, List.of(), "");
    }
    if (answer.status() != 200) {
      JsonNode error = Json.node(answer.text()).path("error");
      String hint = answer.headers().get("retry-after");
      return Seen.error(
          answer.status() + " " + error.path("code").asText(),
          hint == null ? -1 : Integer.parseInt(hint));
    }
    if (answer.end() != RawHttp.End.WHOLE) {
      Ending ending = answer.end() == RawHttp.End.OPEN ? Ending.STALLED : Ending.CUT;
      return Seen.answer(ending, stream ? pieces(events(answer.body())) : List.of(), "");
    }
    if (stream) {
      List<String> events = events(answer.body());
      boolean broken = events.stream().anyMatch(data -> !data.endsWith("}"));
      String last = events.getLast();
      JsonNode response = broken ? JsonNodeFactory.instance.nullNode() : Json.node(last);
      return Seen.answer(
          broken ? Ending.BROKEN : Ending.WHOLE, pieces(events), reason(response.path("response")));
    }
    if (!answer.text().endsWith("}")) {
      return Seen.answer(Ending.BROKEN, List.of(), "");
    }
    JsonNode response = Json.node(answer.text());
    String text = response.at("/output/0/content/0/text").asText();
    return Seen.answer(Ending.WHOLE, text.isEmpty() ? List.of() : List.of(text), reason(response));
  }

  /** The data of events; what is still to come of the last one counts as none. */
  private static List<String> events(byte[] body) {
    List<String> events = new ArrayList<>();
    for (String event : new String(body, StandardCharsets.UTF_8).split("\n\n")) {
      int data = event.indexOf("\ndata: ");
      if (data >= 0) {
        events.add(event.substring(data + "\ndata: ".length()));
      }
    }
    return events;
  }

  private static List<String> pieces(List<String> events) {
    return events.stream()
        .filter(data -> data.endsWith("}"))
        .map(Json::node)
        .filter(event -> event.path("type").asText().equals("response.output_text.delta"))
        .map(event -> event.path("delta").asText())
        .toList();
  }

  private static String reason(JsonNode response) {
    String reason = response.at("/incomplete_details/reason").asText("");
    return reason.isEmpty() ? response.path("status").asText("") : reason;
  }
}
