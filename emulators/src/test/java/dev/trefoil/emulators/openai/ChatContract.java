// The common contract, over OpenAI's JSON and server-sent events, on whichever host.
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

/** Chat completions at the wire. */
public abstract class ChatContract extends ModelServiceContract {

  /** The path of chat completions, on this host. */
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
  protected String limitReason() {
    return "length";
  }

  @Override
  protected String stopReason() {
    return "stop";
  }

  @Override
  protected String nativeError() {
    return "{'error': {'code': 'insufficient_quota', 'message': 'x'}}";
  }

  @Override
  protected String nativeAnswer() {
    return "{'id': 'x', 'choices': [{'index': 0, 'finish_reason': 'stop',"
        + " 'message': {'role': 'assistant', 'content': 'from reply'}}]}";
  }

  @Override
  protected String nativeEvents() {
    return "[{'choices': [{'index': 0, 'delta': {'role': 'assistant', 'content': ''}}]},"
        + " {'choices': [{'index': 0, 'delta': {'content': 'from'}}]},"
        + " {'choices': [{'index': 0, 'delta': {'content': ' reply'}}]},"
        + " {'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]}, '[DONE]']";
  }

  @Override
  protected String nativeBeginning() {
    return "[{'choices': [{'index': 0, 'delta': {'content': 'from'}}]}]";
  }

  private Seen send(String token, boolean stream, int enough, int maxTokens, String... texts) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "gpt-5.4");
    for (int i = 0; i < texts.length; i++) {
      body.withArrayProperty("messages")
          .addObject()
          .put("role", i % 2 == 0 ? "user" : "assistant")
          .put("content", texts[i]);
    }
    body.put("stream", stream);
    if (maxTokens > 0) {
      body.put("max_completion_tokens", maxTokens);
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
            soFar -> enough == 0 || pieces(data(soFar)).size() >= enough);
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
      return Seen.answer(ending, stream ? pieces(data(answer.body())) : List.of(), "");
    }
    if (stream) {
      List<String> data = data(answer.body());
      boolean broken = data.stream().anyMatch(d -> !d.equals("[DONE]") && !d.endsWith("}"));
      return Seen.answer(broken ? Ending.BROKEN : Ending.WHOLE, pieces(data), reason(data));
    }
    if (!answer.text().endsWith("}")) {
      return Seen.answer(Ending.BROKEN, List.of(), "");
    }
    JsonNode choice = Json.node(answer.text()).path("choices").get(0);
    return Seen.answer(
        Ending.WHOLE,
        List.of(choice.path("message").path("content").asText()),
        choice.path("finish_reason").asText());
  }

  private static List<String> data(byte[] body) {
    List<String> data = new ArrayList<>();
    for (String event : new String(body, StandardCharsets.UTF_8).split("\n\n")) {
      if (event.startsWith("data: ")) {
        data.add(event.substring(6));
      }
    }
    return data;
  }

  private static List<String> pieces(List<String> data) {
    return data.stream()
        .filter(d -> d.endsWith("}"))
        .map(d -> Json.node(d).path("choices").path(0).path("delta").path("content").asText(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String reason(List<String> data) {
    return data.stream()
        .filter(d -> d.endsWith("}"))
        .map(d -> Json.node(d).path("choices").path(0).path("finish_reason").asText(""))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }
}
