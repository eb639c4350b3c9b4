package dev.trefoil.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request at the edge of what HTTP allows, and what every door answers to it.
 *
 * @param name what it is, for people
 * @param target of the request line, as it is sent
 * @param headers lines of the head
 * @param expected on every door that {@code otherwise} does not name
 * @param otherwise by the name of a door: what it answers, and which limit of its platform that is
 */
public record EdgeInput(
    String name,
    String method,
    String target,
    List<String> headers,
    byte[] body,
    Expected expected,
    Map<String, Exception> otherwise) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An answer.
   *
   * @param code of our error; empty for an answer that is none, or none of ours
   * @param param of our error; empty where it names none
   */
  public record Expected(int status, String code, String param) {
    /** What an answer tells. */
    public static Expected told(RawCall answer) {
      JsonNode error = json(answer).path("error");
      JsonNode param = error.path("param");
      return new Expected(
          answer.status(), error.path("code").asText(""), param.isTextual() ? param.asText() : "");
    }

    private static JsonNode json(RawCall answer) {
      try {
        return JSON.readTree(answer.text());
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance(); // A platform's own page.
      }
    }

    static Expected of(int status) {
      return new Expected(status, "", "");
    }

    static Expected of(int status, String code) {
      return new Expected(status, code, "");
    }

    @Override
    public String toString() {
      String named = code.isEmpty() ? "" : " `" + code + "`";
      return status + named + (param.isEmpty() ? "" : " of `" + param + "`");
    }
  }

  /** What one door answers in the place of that, and why. */
  public record Exception(Expected expected, String why) {}

  static EdgeInput get(String name, String target) {
    return new EdgeInput(name, "GET", target, List.of(), new byte[0], Expected.of(200), Map.of());
  }

  static EdgeInput method(String method, String target) {
    return new EdgeInput(
        method + " " + target, method, target, List.of(), new byte[0], Expected.of(200), Map.of());
  }

  /** A body for {@code POST /chat}, sent with its length and as JSON. */
  static EdgeInput body(String name, String body) {
    return body(name, body.getBytes(StandardCharsets.UTF_8));
  }

  static EdgeInput body(String name, byte[] body) {
    return new EdgeInput(
        name,
        "POST",
        "/chat",
        List.of("content-type: application/json", "content-length: " + body.length),
        body,
        Expected.of(200),
        Map.of());
  }

  EdgeInput to(String newTarget) {
    return new EdgeInput(name, method, newTarget, headers, body, expected, otherwise);
  }

  EdgeInput header(String line) {
    List<String> more = new ArrayList<>(headers);
    more.removeIf(
        old -> old.substring(0, old.indexOf(':')).equals(line.substring(0, line.indexOf(':'))));
    more.add(line);
    return new EdgeInput(name, method, target, more, body, expected, otherwise);
  }

  EdgeInput without(String header) {
    List<String> fewer = new ArrayList<>(headers);
    fewer.removeIf(line -> line.startsWith(header + ":"));
    return new EdgeInput(name, method, target, fewer, body, expected, otherwise);
  }

  EdgeInput is(Expected answer) {
    return new EdgeInput(name, method, target, headers, body, answer, otherwise);
  }

  EdgeInput is(int status) {
    return is(Expected.of(status));
  }

  EdgeInput is(int status, String code) {
    return is(Expected.of(status, code));
  }

  EdgeInput but(String door, Expected answer, String why) {
    Map<String, Exception> more = new LinkedHashMap<>(otherwise);
    more.put(door, new Exception(answer, why));
    return new EdgeInput(name, method, target, headers, body, expected, more);
  }

  /** What a door answers. */
  public Expected at(String door) {
    Exception exception = otherwise.get(door);
    return exception == null ? expected : exception.expected();
  }

  /** The bytes of the request, on a connection that is closed after it. */
  public byte[] request() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("host: 127.0.0.1:80\r\nconnection: close\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** A row of the table of docs/local.md. */
  public String row() {
    StringBuilder exceptions = new StringBuilder();
    otherwise.forEach(
        (door, exception) ->
            exceptions
                .append(exceptions.isEmpty() ? "" : "; ")
                .append(door)
                .append(": ")
                .append(exception.expected())
                .append(", ")
                .append(exception.why()));
    return "| " + name.replace("|", "\\|") + " | " + expected + " | " + exceptions + " |";
  }

  @Override
  public String toString() {
    return name;
  }
}
