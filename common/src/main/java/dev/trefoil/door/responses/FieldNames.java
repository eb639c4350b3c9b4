package dev.trefoil.door.responses;

import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields of Responses by the names that chat completions have for them. */
final class FieldNames {
  private static final List<String> TELLING = List.of("x-trefoil-dropped", "x-trefoil-changed");

  /** By what stands before the first dot, bracket or sign of equality. */
  private static final Map<String, String> NAMES =
      Map.of(
          "max_tokens", "max_output_tokens",
          "messages", "input",
          "response_format", "text.format",
          "reasoning_effort", "reasoning.effort",
          "verbosity", "text.verbosity",
          "logprobs", "include.message.output_text.logprobs",
          "image_url", "input",
          "file", "input",
          "cache_control", "prompt_cache_breakpoint");

  private FieldNames() {}

  /** A field's name here. */
  static String of(String field) {
    int end = 0;
    while (end < field.length() && ".[=".indexOf(field.charAt(end)) < 0) {
      end++;
    }
    String own = NAMES.get(field.substring(0, end));
    if (own == null) {
      return field;
    }
    // The path within messages is another here.
    return own.equals("input") ? own : own + field.substring(end);
  }

  /** A problem that names this format's field. */
  static Problem of(Problem problem) {
    Optional<String> param = problem.param();
    return param.isPresent() && !of(param.get()).equals(param.get())
        ? problem.withParam(of(param.get()))
        : problem;
  }

  /**
   * Makes headers name this format's fields.
   *
   * @param own what is named as the caller wrote it
   */
  static void rename(Headers headers, List<String> own) {
    for (String header : TELLING) {
      Optional<String> names = headers.first(header);
      if (names.isPresent()) {
        headers.set(
            header,
            Arrays.stream(names.get().split(", "))
                .map(name -> own.contains(name) ? name : of(name))
                .distinct()
                .collect(Collectors.joining(", ")));
      }
    }
  }
}
