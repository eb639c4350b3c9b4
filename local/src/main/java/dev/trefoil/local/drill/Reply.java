// What a caller makes of the bytes that came back.
package dev.trefoil.local.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A reply, read as a client of OpenAI's reads it.
 *
 * @param text all pieces of the text
 * @param tools the names of the tools that are called
 * @param arguments all pieces of the last call's arguments
 * @param finishReason why the model stopped; empty where that is not said
 * @param whole whether the reply says that it is complete: a status 200, and {@code [DONE]} at the
 *     end of a stream
 * @param error what the reply says has gone wrong
 * @param attempts how many the reply says were made
 * @param tried the services that an error says were asked, in order
 */
record Reply(
    String text,
    List<String> tools,
    String arguments,
    String finishReason,
    boolean whole,
    Optional<String> error,
    OptionalInt attempts,
    List<String> tried) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final String ERROR = "event: error\n";
  private static final String ACCOUNT = ": trefoil ";

  /** Whether an answer began before it failed. */
  boolean begun() {
    return !text.isEmpty() || !tools.isEmpty();
  }

  /** A reply that is not what its content type says. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * Reads a reply.
   *
   * @param attempts what the headers say of them
   */
  static Reply read(int status, String contentType, OptionalInt attempts, String body)
      throws MalformedException {
    if (contentType.startsWith("text/event-stream")) {
      return stream(attempts, body);
    }
    JsonNode json = json(body);
    Reader reader = new Reader(attempts);
    if (status == 200) {
      reader.choice(json.at("/choices/0"), json.at("/choices/0/message"));
      reader.whole = true;
    } else {
      reader.error(json);
    }
    return reader.end();
  }

  private static Reply stream(OptionalInt attempts, String body) throws MalformedException {
    Reader reader = new Reader(attempts);
    if (!body.endsWith("\n\n")) {
      throw new MalformedException("a stream that ends within an event");
    }
    for (String event : body.split("\n\n")) {
      if (reader.whole || reader.error.isPresent()) {
        throw new MalformedException("a stream that goes on after its end");
      }
      if (event.startsWith(ACCOUNT)) {
        reader.attempts =
            OptionalInt.of(json(event.substring(ACCOUNT.length())).at("/attempts").asInt());
      } else if (event.equals(DATA + "[DONE]")) {
        reader.whole = true;
      } else if (event.startsWith(DATA) || event.startsWith(ERROR + DATA)) {
        JsonNode chunk = json(event.substring(event.indexOf(DATA) + DATA.length()));
        if (chunk.has("error")) {
          reader.error(chunk);
        } else {
          reader.choice(chunk.at("/choices/0"), chunk.at("/choices/0/delta"));
        }
      } else if (!event.startsWith(":")) {
        throw new MalformedException("an event that is none: " + event);
      }
    }
    return reader.end();
  }

  private static JsonNode json(String text) throws MalformedException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedException("no JSON: " + e.getOriginalMessage());
    }
  }

  /** Puts pieces together. */
  private static final class Reader {
    private final StringBuilder text = new StringBuilder();
    private final List<String> tools = new ArrayList<>();
    private final StringBuilder arguments = new StringBuilder();
    private String finishReason = "";
    private boolean whole;
    private Optional<String> error = Optional.empty();
    private OptionalInt attempts;
    private final List<String> tried = new ArrayList<>();

    Reader(OptionalInt attempts) {
      this.attempts = attempts;
    }

    void choice(JsonNode choice, JsonNode message) {
      text.append(message.path("content").asText(""));
      for (JsonNode call : message.path("tool_calls")) {
        if (call.at("/function/name").isTextual()) {
          tools.add(call.at("/function/name").textValue());
        }
        arguments.append(call.at("/function/arguments").asText(""));
      }
      if (choice.path("finish_reason").isTextual()) {
        finishReason = choice.path("finish_reason").textValue();
      }
    }

    void error(JsonNode json) throws MalformedException {
      JsonNode error = json.path("error");
      if (error.path("message").asText("").isEmpty() || error.path("type").asText("").isEmpty()) {
        throw new MalformedException("an error that does not say what it is: " + json);
      }
      this.error = Optional.of(error.path("message").textValue());
      if (error.has("attempts")) {
        attempts = OptionalInt.of(error.path("attempts").size());
      }
      for (JsonNode attempt : error.path("attempts")) {
        tried.add(attempt.path("target").asText().replaceFirst("/.*", ""));
      }
    }

    Reply end() {
      return new Reply(
          text.toString(),
          List.copyOf(tools),
          arguments.toString(),
          finishReason,
          whole,
          error,
          attempts,
          List.copyOf(tried));
    }
  }
}
