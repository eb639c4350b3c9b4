// The common contract, over Messages' JSON and server-sent events.
package dev.trefoil.emulators.anthropic;

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

/** Each service adds its address and how it is opened. */
public abstract class MessagesContract extends ModelServiceContract {

  /** The request's line after its method, and its credential: good or another's. */
  protected abstract String address(boolean stream);

  /** The headers that open the service, or would for another; each ends with a line break. */
  protected abstract String credential(boolean good);

  /** The request as this service has it. */
  protected ObjectNode own(ObjectNode body) {
    return body;
  }

  @Override
  protected Seen chat(boolean stream, int enough, int maxTokens, String... texts) {
    return send(true, stream, enough, maxTokens, texts);
  }

  @Override
  protected Seen chatAsStranger(boolean stream) {
    return send(false, stream, Integer.MAX_VALUE, 0, "hello");
  }

  @Override
  protected Ending filterEnding() {
    return Ending.WHOLE;
  }

  @Override
  protected String limitReason() {
    return "max_tokens";
  }

  @Override
  protected String stopReason() {
    return "end_turn";
  }

  @Override
  protected String nativeError() {
    return "{'type': 'error', 'error': {'type': 'billing_error', 'message': 'x'}}";
  }

  @Override
  protected String nativeAnswer() {
    return "{'id': 'msg_x', 'type': 'message', 'role': 'assistant', 'model': 'm',"
        + " 'content': [{'type': 'text', 'text': 'from reply'}], 'stop_reason': 'end_turn',"
        + " 'stop_sequence': null, 'usage': {'input_tokens': 1, 'output_tokens': 2}}";
  }

  @Override
  protected String nativeEvents() {
    return "[{'type': 'message_start', 'message': {'id': 'msg_x', 'type': 'message', 'role':"
        + " 'assistant', 'content': [], 'usage': {'input_tokens': 1}}}, {'type':"
        + " 'content_block_start', 'index': 0, 'content_block': {'type': 'text', 'text':"
        + " ''}}, {'type': 'content_block_delta', 'index': 0, 'delta': {'type':"
        + " 'text_delta', 'text': 'from'}}, {'type': 'content_block_delta', 'index': 0,"
        + " 'delta': {'type': 'text_delta', 'text': ' reply'}}, {'type':"
        + " 'content_block_stop', 'index': 0}, {'type': 'message_delta', 'delta':"
        + " {'stop_reason': 'end_turn'}, 'usage': {'output_tokens': 2}}, {'type':"
        + " 'message_stop'}]";
  }

  @Override
  protected String nativeBeginning() {
    return "[{'type': 'content_block_delta', 'index': 0,"
        + " 'delta': {'type': 'text_delta', 'text': 'from'}}]";
  }

  private Seen send(boolean good, boolean stream, int enough, int maxTokens, String... texts) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "claude-sonnet-4-6");
    for (int i = 0; i < texts.length; i++) {
      body.withArrayProperty("messages")
          .addObject()
          .put("role", i % 2 == 0 ? "user" : "assistant")
          .put("content", texts[i]);
    }
    body.put("stream", stream).put("max_tokens", maxTokens > 0 ? maxTokens : 1_024);
    byte[] bytes = own(body).toString().getBytes(StandardCharsets.UTF_8);
    String head =
        ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "%sAnthropic-Version: 2023-06-01\r\nContent-Length: %d\r\n\r\n")
            .formatted(address(stream), credential(good), bytes.length);
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
      String hint = answer.headers().get("retry-after");
      return Seen.error(
          answer.status() + " " + code(Json.node(answer.text()).path("error")),
          hint == null ? -1 : Integer.parseInt(hint));
    }
    if (answer.end() != RawHttp.End.WHOLE) {
      Ending ending = answer.end() == RawHttp.End.OPEN ? Ending.STALLED : Ending.CUT;
      return Seen.answer(ending, stream ? pieces(data(answer.body())) : List.of(), "");
    }
    if (stream) {
      List<String> data = data(answer.body());
      boolean broken = data.stream().anyMatch(d -> !d.endsWith("}"));
      return Seen.answer(broken ? Ending.BROKEN : Ending.WHOLE, pieces(data), reason(data));
    }
    if (!answer.text().endsWith("}")) {
      return Seen.answer(Ending.BROKEN, List.of(), "");
    }
    JsonNode json = Json.node(answer.text());
    return Seen.answer(
        Ending.WHOLE,
        List.of(json.at("/content/0/text").asText()),
        json.path("stop_reason").asText());
  }

  private static List<String> data(byte[] body) {
    List<String> data = new ArrayList<>();
    for (String event : new String(body, StandardCharsets.UTF_8).split("\n\n")) {
      int at = event.indexOf("data: ");
      if (at >= 0) {
        data.add(event.substring(at + 6));
      }
    }
    return data;
  }

  private static List<String> pieces(List<String> data) {
    return data.stream()
        .filter(d -> d.endsWith("}"))
        .map(d -> Json.node(d).at("/delta/text").asText(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static String reason(List<String> data) {
    return data.stream()
        .filter(d -> d.endsWith("}"))
        .map(d -> Json.node(d).at("/delta/stop_reason").asText(""))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Anthropic's errors have types, those of a cloud's front end codes. */
  private static String code(JsonNode error) {
    return error.path("type").asText(error.path("status").asText(error.path("code").asText()));
  }
}
