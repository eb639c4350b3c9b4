package dev.trefoil.provider.openai;

import dev.trefoil.provider.Failures;
import dev.trefoil.provider.OwnLimits;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a service's failures into our terms: by HTTP status first, then by code, then by words.
 *
 * <p>Codes from OpenAI's error guide and Azure OpenAI's REST reference; the words are those of
 * servers that give no code for it; llama.cpp has a type of its own.
 */
final class OpenAiErrors {
  /**
   * How servers say that a conversation is too long: vLLM and OpenAI; SGLang; LM Studio; llama.cpp;
   * text-generation-inference, by either of its limits.
   */
  private static final List<String> TOO_LONG =
      List.of(
          "maximum context length",
          "longer than the model's context length",
          "greater than the context length",
          "exceeds the available context size",
          "`inputs` must have less than",
          "`inputs` tokens + `max_new_tokens` must be");

  /**
   * How Amazon Bedrock refuses a model, and not the request, under codes that say neither:
   * aws-samples, sample-per-model-bedrock, August 2026.
   */
  private static final List<String> NOT_FOR_US =
      List.of("on-demand throughput", "model identifier is invalid", "does not support the '/");

  private static final Set<String> RATE =
      Set.of("rate_limit_exceeded", "rate_limit_error", "too_many_requests", "tokens", "requests");

  /** OpenAI's words of when to come back; Codex reads them too. */
  private static final Pattern TRY_AGAIN =
      Pattern.compile("try again in (\\d{1,5}(?:\\.\\d{1,6})?)\\s?(ms|s)");

  private OpenAiErrors() {}

  /** A status other than 200. */
  static ProviderException of(int status, ErrorBody body, Optional<Duration> retryAfter) {
    ProviderException failure = failure(kind(status, body), body, "HTTP " + status);
    return retryAfter.or(body::delay).map(failure::withRetryAfter).orElse(failure);
  }

  /** An error in place of an answer, under status 200. Some servers put a status into its code. */
  static ProviderException inAnswer(ErrorBody body) {
    Kind kind =
        body.code().matches("[45]\\d\\d") ? kind(Integer.parseInt(body.code()), body) : word(body);
    ProviderException failure =
        failure(kind, body, "an error without an explanation in the answer's place");
    Matcher hint = TRY_AGAIN.matcher(body.message());
    if (kind != Kind.THROTTLED || !hint.find()) {
      return failure; // Above all, no header could say when.
    }
    double seconds = Double.parseDouble(hint.group(1)) / (hint.group(2).equals("ms") ? 1000 : 1);
    return failure.withRetryAfter(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static ProviderException failure(Kind kind, ErrorBody body, String otherwise) {
    ProviderException failure =
        new ProviderException(kind, Failures.words(body.message(), otherwise));
    return OwnLimits.classified(body.param().isEmpty() ? failure : failure.withParam(body.param()));
  }

  private static Kind kind(int status, ErrorBody body) {
    return switch (status) {
      case 429 -> isQuota(body) ? Kind.QUOTA : Kind.THROTTLED;
      case 402 -> Kind.QUOTA;
      case 408, 504 -> Kind.TIMEOUT;
      case 401 -> Kind.AUTH;
      // A path, or a country, in which there is nothing for us.
      case 405, 451 -> Kind.MODEL_UNAVAILABLE;
      // "failed_dependency" is how text-generation-inference says that it could not generate; nginx
      // gives 499, and caches 425.
      case 423, 424, 425, 499 -> Kind.OVERLOADED;
      case 413 -> isRate(body) ? Kind.THROTTLED : refused(body); // Groq's, for tokens a minute.
      // FastAPI's, of a server that does not know a field or a value that others do.
      case 422 -> refused(body) == Kind.INVALID ? Kind.UNSUPPORTED : refused(body);
      case 403 -> isModel(body) ? Kind.MODEL_UNAVAILABLE : Kind.AUTH;
      case 404 -> Kind.MODEL_UNAVAILABLE;
      case 409 -> Kind.OVERLOADED;
      default -> {
        if (status >= 500) {
          yield Kind.OVERLOADED;
        }
        // A redirect or any other answer that no chat service gives: not the one we were told of.
        yield status < 400 ? Kind.MODEL_UNAVAILABLE : refused(body);
      }
    };
  }

  /** 400 and the rest of the 4xx. */
  private static Kind refused(ErrorBody body) {
    if (isContentFilter(body)) {
      return Kind.CONTENT_FILTERED;
    }
    if (isContextLength(body)) {
      return Kind.CONTEXT_TOO_LONG;
    }
    if (isModel(body)) {
      return Kind.MODEL_UNAVAILABLE;
    }
    return isQuota(body) ? Kind.QUOTA : Kind.INVALID;
  }

  private static Kind word(ErrorBody body) {
    Kind refused = refused(body);
    if (refused != Kind.INVALID) {
      return refused;
    }
    if (isRate(body)) {
      return Kind.THROTTLED;
    }
    for (String word : new String[] {body.code(), body.type()}) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "timeout", "request_timeout", "vector_store_timeout" -> {
          return Kind.TIMEOUT;
        }
        case "invalid_request_error", "badrequesterror" -> {
          return Kind.INVALID;
        }
        default -> {
          if (word.contains(
              "image")) { // A dozen codes of Responses, for each thing amiss with one.
            return Kind.INVALID;
          }
        }
      }
    }
    return Kind.OVERLOADED;
  }

  private static boolean isRate(ErrorBody body) {
    return RATE.contains(body.code().toLowerCase(Locale.ROOT))
        || RATE.contains(body.type().toLowerCase(Locale.ROOT));
  }

  private static boolean isQuota(ErrorBody body) {
    return switch (body.code()) {
      case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active" -> true;
      default -> body.type().equals("insufficient_quota");
    };
  }

  private static boolean isModel(ErrorBody body) {
    return switch (body.code()) {
      case "model_not_found", "DeploymentNotFound", "OperationNotSupported", "unsupported_model" ->
          true;
      default -> NOT_FOR_US.stream().anyMatch(body.message()::contains);
    };
  }

  private static boolean isContentFilter(ErrorBody body) {
    return body.code().equals("content_filter")
        || body.code().equals("content_policy_violation")
        || body.code().equals("invalid_prompt") // OpenAI: flagged before a reasoning model saw it.
        || body.innerCode().equals("ResponsibleAIPolicyViolation");
  }

  private static boolean isContextLength(ErrorBody body) {
    return body.code().equals("context_length_exceeded")
        || body.type().equals("exceed_context_size_error")
        || TOO_LONG.stream().anyMatch(body.message()::contains);
  }
}
