package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a request's optional fields a model is told and what it is not: the one word on it, for
 * the writer and for the caller's {@code x-trefoil-dropped}.
 *
 * @param temperature whether it is told {@code temperature}: to a model that takes none, the
 *     default need not be said, and nothing else gets here
 * @param topP whether it is told {@code top_p}, likewise
 * @param effort whether it is told {@code reasoning_effort}: a model that does not think refuses
 *     even to be told not to
 * @param metadata whether it is told {@code metadata}: OpenAI takes it with {@code store} only
 * @param parallel whether it is told {@code parallel_tool_calls}: OpenAI takes it with tools only
 * @param extras other fields of OpenAI's, as JSON, in the order in which they are sent
 * @param dropped the names of the fields that are left out
 */
record OptionalFields(
    boolean temperature,
    boolean topP,
    boolean effort,
    boolean metadata,
    boolean parallel,
    Map<String, String> extras,
    List<String> dropped) {

  /**
   * Fields of OpenAI's chat completions that have no word in our vocabulary, of those that
   * openai-java 4.101.0 has (ChatCompletionCreateParams). The rest of them the front door has read
   * or refused.
   */
  private static final List<String> KNOWN =
      List.of(
          "moderation",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "safety_identifier",
          "store",
          "verbosity");

  static OptionalFields of(ChatRequest request, Capabilities model) {
    List<String> dropped = new ArrayList<>();
    boolean metadata =
        told(
            dropped,
            "metadata",
            !request.settings().metadata().isEmpty(),
            "true".equals(request.extras().get("store")));
    boolean parallel =
        told(
            dropped,
            "parallel_tool_calls",
            request.settings().parallelToolCalls().isPresent(),
            !request.tools().isEmpty());
    Map<String, String> extras = new LinkedHashMap<>();
    for (String name : KNOWN) {
      if (request.extras().containsKey(name)) {
        extras.put(name, request.extras().get(name));
      }
    }
    request.extras().keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .sorted()
        .forEach(dropped::add);
    boolean temperature = request.settings().temperature().isPresent() && model.temperature();
    boolean topP =
        request.settings().topP().isPresent()
            && model.temperature()
            && (model.temperatureWithTopP() || !temperature);
    boolean effort =
        request.settings().reasoningEffort().isPresent() && model.reasoning() != Reasoning.NONE;
    return new OptionalFields(temperature, topP, effort, metadata, parallel, extras, dropped);
  }

  private static boolean told(List<String> dropped, String field, boolean given, boolean taken) {
    if (given && !taken) {
      dropped.add(field);
    }
    return given && taken;
  }
}
