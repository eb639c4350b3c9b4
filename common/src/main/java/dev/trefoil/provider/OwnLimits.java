package dev.trefoil.provider;

import dev.trefoil.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what one service or model does not take from what every service would refuse, by the
 * refusal's words and field. Whatever the front door lets through is within OpenAI's own ranges, so
 * that a service which blames one of these fields has a limit of its own.
 */
public final class OwnLimits {
  /** How services write the fields, in small letters. */
  private static final Map<RequestField, List<String>> SPELLINGS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(RequestField.TEMPERATURE, List.of("temperature")),
              Map.entry(RequestField.TOP_P, List.of("top_p", "topp")),
              Map.entry(
                  RequestField.MAX_TOKENS,
                  List.of(
                      "max_tokens",
                      "maxtokens",
                      "max_completion_tokens",
                      "max_output_tokens",
                      "maxoutputtokens",
                      "maximum tokens")),
              Map.entry(RequestField.CHOICES, List.of("candidatecount", "candidate_count")),
              Map.entry(
                  RequestField.STOP, List.of("stop_sequences", "stopsequences", "stop sequence")),
              Map.entry(RequestField.SEED, List.of("seed")),
              Map.entry(
                  RequestField.PRESENCE_PENALTY,
                  List.of("presence_penalty", "presencepenalty", "penalty is not enabled")),
              Map.entry(
                  RequestField.FREQUENCY_PENALTY,
                  List.of("frequency_penalty", "frequencypenalty", "penalty is not enabled")),
              Map.entry(RequestField.LOGPROBS, List.of("logprobs")),
              Map.entry(RequestField.LOGIT_BIAS, List.of("logit_bias")),
              Map.entry(
                  RequestField.REASONING_EFFORT,
                  List.of(
                      "reasoning_effort",
                      "reasoning.effort",
                      "output_config.effort",
                      "effort parameter",
                      "effort level",
                      "thinking_level",
                      "thinking level",
                      "thinking_budget",
                      "thinking budget",
                      "thinking.type",
                      "adaptive thinking")),
              Map.entry(
                  RequestField.PARALLEL_TOOL_CALLS,
                  List.of("parallel_tool_calls", "disable_parallel_tool_use")),
              Map.entry(
                  RequestField.CACHE,
                  List.of(
                      "prompt_cache_key",
                      "prompt_cache_options",
                      "prompt_cache_retention",
                      "prompt_cache_breakpoint")),
              Map.entry(RequestField.SERVICE_TIER, List.of("service_tier", "servicetier")),
              Map.entry(
                  RequestField.TOOL_CHOICE, List.of("tool_choice", "toolchoice", "tool choice")),
              Map.entry(
                  RequestField.RESPONSE_FORMAT,
                  List.of(
                      "response_format",
                      "text.format",
                      "output_config.format",
                      "outputconfig",
                      "response_schema",
                      "responseschema",
                      "structured output")),
              Map.entry(
                  RequestField.DIMENSIONS,
                  List.of("dimensions", "output_dimensionality", "outputdimensionality")),
              Map.entry(
                  RequestField.TOOLS,
                  List.of(
                      "tools",
                      "input_schema",
                      "inputschema",
                      "toolconfig",
                      "function_declarations",
                      "functiondeclarations"))));

  /** What says that something is refused whatever its value. */
  private static final List<String> WHOLLY =
      List.of(
          "unsupported parameter",
          "unrecognized request argument",
          "unknown parameter",
          "deprecated for this model",
          "is not enabled",
          "effort parameter");

  /** What says so of something that need not be a field that we know. */
  private static final List<String> NOT_HERE =
      List.of(
          "not supported",
          "unsupported",
          "does not support",
          "doesn't support",
          "unrecognized request argument",
          "unknown parameter",
          "extra inputs are not permitted");

  /** How services say how many tokens an answer may have; OpenAI, Anthropic, Bedrock, Google. */
  private static final Pattern MOST =
      Pattern.compile(
          "(?:at most|limit of|> |less than or equal to|from 1 \\(inclusive\\) to) ?(\\d{1,9})(?!\\d)"
              + "( \\(exclusive\\))?");

  private OwnLimits() {}

  /**
   * A refusal that another service may not share is {@link Kind#UNSUPPORTED}, with the field to
   * blame where one is named. All else is as it was.
   */
  public static ProviderException classified(ProviderException failure) {
    if (failure.kind() != Kind.INVALID) {
      return failure;
    }
    String words = words(failure);
    boolean notHere = NOT_HERE.stream().anyMatch(words::contains);
    boolean ofMessages =
        words.startsWith("messages") || failure.param().orElse("").startsWith("messages");
    List<RequestField> fields = ofMessages ? List.of() : fields(failure);
    if (!notHere && fields.isEmpty()) {
      return failure;
    }
    ProviderException unsupported =
        new ProviderException(Kind.UNSUPPORTED, failure.getMessage(), failure);
    Optional<String> param = failure.param();
    if (param.isEmpty() && !fields.isEmpty()) {
      param = Optional.of(fields.getFirst().path());
    }
    ProviderException named = param.map(unsupported::withParam).orElse(unsupported);
    return failure.retryAfter().map(named::withRetryAfter).orElse(named);
  }

  /** The fields that a refusal may mean, the likeliest first; several where its words fit each. */
  public static List<RequestField> fields(ProviderException failure) {
    String param = failure.param().orElse("").toLowerCase(Locale.ROOT);
    for (RequestField field : RequestField.values()) {
      if (param.equals(field.path())
          || SPELLINGS.getOrDefault(field, List.of()).stream().anyMatch(param::startsWith)) {
        return List.of(field);
      }
    }
    String words = words(failure);
    List<RequestField> first = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (Map.Entry<RequestField, List<String>> entry : SPELLINGS.entrySet()) {
      for (String spelling : entry.getValue()) {
        int at = at(words, spelling);
        if (at >= 0 && at <= least) {
          if (at < least) {
            first.clear();
          }
          first.add(entry.getKey());
          least = at;
        }
      }
    }
    return first;
  }

  /** Where a word begins that is not a part of another. */
  private static int at(String words, String spelling) {
    for (int at = words.indexOf(spelling); at >= 0; at = words.indexOf(spelling, at + 1)) {
      int end = at + spelling.length();
      boolean begins = at == 0 || !isLetter(words.charAt(at - 1));
      if (begins && (end == words.length() || !isLetter(words.charAt(end)))) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isLetter(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** Whether a refusal is one of a field, and not of one of its values. */
  public static boolean isOfAnyValue(ProviderException failure) {
    String words = words(failure);
    return WHOLLY.stream().anyMatch(words::contains);
  }

  /** How many tokens an answer may have, where a refusal says it. */
  public static OptionalLong mostTokens(ProviderException failure) {
    Matcher matcher = MOST.matcher(words(failure));
    if (!matcher.find()) {
      return OptionalLong.empty();
    }
    long most = Long.parseLong(matcher.group(1)) - (matcher.group(2) == null ? 0 : 1);
    return most > 0 ? OptionalLong.of(most) : OptionalLong.empty();
  }

  private static String words(ProviderException failure) {
    return failure.getMessage().toLowerCase(Locale.ROOT);
  }
}
