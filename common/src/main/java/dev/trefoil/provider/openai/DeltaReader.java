package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads a choice: its {@code delta}, or its {@code message}. */
final class DeltaReader {
  /** More than anybody can ask for; what is counted by it is kept. */
  private static final int MOST_INDEX = 1 << 10;

  /** Characters of a member that nobody here reads. */
  private static final int LONGEST_BEYOND = 1 << 16;

  private final Values in;
  private final List<Chunk.Call> calls = new ArrayList<>(0);
  private int index;
  private String text = "";
  private String reasoning = "";
  private String refusal = "";
  private String logprobs = "";

  /** Usually empty, so one for all. */
  private Map<String, String> beyond = Map.of();

  private String finishReason = "";
  private boolean emptyReason;

  private DeltaReader(Values in, int position) {
    this.in = in;
    this.index = position;
  }

  /**
   * @param position among the chunk's choices, for one without an index
   */
  static Chunk.Piece read(Values in, int position) throws IOException {
    DeltaReader reader = new DeltaReader(in, position);
    reader.choice();
    return new Chunk.Piece(
        reader.index,
        reader.text,
        reader.reasoning,
        reader.refusal,
        reader.calls,
        reader.logprobs,
        reader.beyond,
        reader.finishReason,
        reader.emptyReason);
  }

  private void choice() throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> index = in.index(MOST_INDEX).orElse(index);
        case "delta" -> message(false);
        case "message" -> message(true);
        case "logprobs" -> logprobs = in.isNull() ? "" : in.json();
        case "finish_reason" -> {
          boolean given = !in.isNull();
          String word = in.textOrEmpty();
          finishReason = word.equals("null") ? "" : word; // Some servers write null as a text.
          emptyReason = given && word.isEmpty();
        }
        default -> in.skip();
      }
    }
  }

  private void message(boolean whole) throws IOException {
    if (in.isNull()) {
      return;
    }
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "content" -> {
          if (in.isArray()) {
            parts();
          } else {
            text = in.textOrEmpty();
          }
        }
        case "refusal" -> refusal = in.textOrEmpty();
        case "reasoning_content", "reasoning" -> {
          // vLLM has called it by the one name, then by both, then by the other.
          String thought = in.textOrEmpty();
          reasoning = thought.isEmpty() ? reasoning : thought;
        }
        case "tool_calls" -> {
          if (!in.isNull()) {
            calls(whole);
          }
        }
        case "role", "function_call" -> in.skip();
        default -> beyond(in.field());
      }
    }
  }

  private void beyond(String member) throws IOException {
    if (in.isNull()) {
      return;
    }
    String json = in.json();
    if (json.length() <= LONGEST_BEYOND && !json.equals("[]") && !json.equals("\"\"")) {
      if (beyond.isEmpty()) {
        beyond = new LinkedHashMap<>();
      }
      beyond.put(member, json);
    }
  }

  /** Mistral's reasoning models give a list: thoughts, which are lists of texts, and texts. */
  private void parts() throws IOException {
    StringBuilder texts = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    while (in.nextItem()) {
      part(texts, thoughts);
    }
    text = texts.toString();
    reasoning = thoughts.isEmpty() ? reasoning : thoughts.toString();
  }

  private void part(StringBuilder texts, StringBuilder thoughts) throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "text" -> texts.append(in.textOrEmpty());
        case "thinking" -> {
          if (!in.isArray()) {
            thoughts.append(in.textOrEmpty());
            continue;
          }
          while (in.nextItem()) {
            part(thoughts, thoughts);
          }
        }
        default -> in.skip();
      }
    }
  }

  private void calls(boolean whole) throws IOException {
    in.expect(JsonToken.START_ARRAY);
    while (in.nextItem()) {
      Chunk.Call call = call();
      // In a whole answer every item is a call, whatever a server counts there.
      calls.add(
          whole
              ? new Chunk.Call(
                  OptionalInt.of(calls.size()), call.id(), call.name(), call.arguments())
              : call);
    }
  }

  private Chunk.Call call() throws IOException {
    OptionalInt place = OptionalInt.empty();
    String id = "";
    String name = "";
    String arguments = "";
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> place = in.index(MOST_INDEX);
        case "id" -> id = in.textOrJson(); // Some servers count calls by a number.
        case "function" -> {
          if (in.isNull()) {
            continue;
          }
          in.expect(JsonToken.START_OBJECT);
          while (in.nextField()) {
            switch (in.field()) {
              case "name" -> name = in.textOrEmpty();
              case "arguments" -> arguments = in.textOrJson();
              default -> in.skip();
            }
          }
        }
        default -> in.skip();
      }
    }
    return new Chunk.Call(place, id, name, arguments);
  }
}
