package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Failures;
import dev.trefoil.provider.OwnLimits;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/**
 * Puts what the AWS SDK throws into our terms: by the service's error code, then by status, then,
 * for validation errors only, by words. Codes from the Bedrock API reference ("Converse", errors)
 * and AWS's "Common errors"; an event of a stream has a code but no status of its own.
 */
final class BedrockErrors {
  /**
   * How the service refuses a model, and not the request: no such one, not in this way, not in this
   * account ("Operation not allowed", "Your account is not authorized …"), not with how the account
   * has data kept.
   */
  private static final List<String> NOT_FOR_US =
      List.of(
          "identifier is invalid",
          "on-demand throughput",
          "operation not allowed",
          "access to this model",
          "access to the model",
          "not authorized to invoke",
          "data retention",
          "data-retention");

  private BedrockErrors() {}

  /**
   * @param begun whether there was any text yet; a connection that ends then cuts the answer
   */
  static ProviderException of(Throwable thrown, boolean begun) {
    Optional<ProviderException> ours = Failures.in(thrown);
    if (ours.isPresent()) {
      return ours.get();
    }
    Optional<AwsServiceException> service = Failures.cause(thrown, AwsServiceException.class);
    if (service.isPresent()) {
      return of(service.get());
    }
    String message = "Bedrock: " + Failures.words(thrown.getMessage(), thrown.toString());
    // The SDK reports an answer that it cannot read as an error of the client.
    boolean unreadable = Failures.cause(thrown, JsonProcessingException.class).isPresent();
    return new ProviderException(
        begun || unreadable ? Kind.TRUNCATED : Kind.UNREACHABLE, message, thrown);
  }

  private static ProviderException of(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    String words = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    String known = words == null ? "" : words.toLowerCase(Locale.ROOT);
    Kind kind = kind(e, code == null ? "" : code, known);
    Optional<String> field = kind == Kind.INVALID ? notSupported(known) : Optional.empty();
    ProviderException failure =
        new ProviderException(
            field.isPresent() ? Kind.UNSUPPORTED : kind,
            Failures.words(words, Failures.words(e.getMessage(), "HTTP " + e.statusCode())),
            e);
    ProviderException failed = OwnLimits.classified(field.map(failure::withParam).orElse(failure));
    return retryAfter(e).map(failed::withRetryAfter).orElse(failed);
  }

  /** An event of a stream has none: the headers are those of the answer that had begun. */
  private static Optional<Duration> retryAfter(AwsServiceException e) {
    SdkHttpResponse response =
        e.awsErrorDetails() == null ? null : e.awsErrorDetails().sdkHttpResponse();
    return response == null
        ? Optional.empty()
        : RetryAfter.in(response::firstMatchingHeader, Instant.now());
  }

  /** The field, in OpenAI's spelling, that asks for what the service says the model cannot do. */
  private static Optional<String> notSupported(String words) {
    if (!words.contains("model doesn't support")) {
      return Optional.empty();
    }
    return Optional.of(
        words.contains("toolconfig.toolchoice")
            ? "tool_choice"
            : words.contains("tool use")
                ? "tools"
                : words.contains("outputconfig.textformat") ? "response_format" : "messages");
  }

  private static Kind kind(AwsServiceException e, String code, String words) {
    return switch (code) {
      case "ThrottlingException", "TooManyRequestsException" -> throttled(words);
      case "ServiceQuotaExceededException" -> Kind.QUOTA;
      case "ModelNotReadyException", "ModelStreamErrorException" -> Kind.OVERLOADED;
      case "ModelErrorException" -> model(e);
      case "ModelTimeoutException" -> Kind.TIMEOUT;
      case "AccessDeniedException",
          "ExpiredTokenException",
          "ExpiredToken",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "RequestExpired",
          "OptInRequired",
          "NotAuthorized" ->
          Kind.AUTH;
      case "ResourceNotFoundException" -> Kind.MODEL_UNAVAILABLE;
      case "ValidationException" -> refused(words);
      default -> byStatus(e.statusCode(), words);
    };
  }

  private static Kind byStatus(int status, String words) {
    return switch (status) {
      case 429 -> throttled(words);
      case 401, 403 -> Kind.AUTH;
      case 404 -> Kind.MODEL_UNAVAILABLE;
      case 408, 504 -> Kind.TIMEOUT;
      case 409, 424 -> Kind.OVERLOADED;
      default -> status >= 400 && status < 500 ? refused(words) : Kind.OVERLOADED;
    };
  }

  /** On demand there are limits a minute, and for some models a day. */
  private static Kind throttled(String words) {
    return words.contains("per day") ? Kind.QUOTA : Kind.THROTTLED;
  }

  /** 424: the model's own service failed, with a status of its own. */
  private static Kind model(AwsServiceException e) {
    Integer original = e instanceof ModelErrorException model ? model.originalStatusCode() : null;
    if (original == null || original < 400 || original >= 500) {
      return Kind.OVERLOADED;
    }
    return original == 429 ? Kind.THROTTLED : original == 408 ? Kind.TIMEOUT : Kind.INVALID;
  }

  private static Kind refused(String words) {
    if (NOT_FOR_US.stream().anyMatch(words::contains)) {
      return Kind.MODEL_UNAVAILABLE;
    }
    boolean tooLong =
        words.contains("too long")
            || words.contains("too many tokens")
            || words.contains("too many input tokens")
            || words.contains("maximum context length")
            || words.contains("exceed context limit");
    return tooLong ? Kind.CONTEXT_TOO_LONG : Kind.INVALID;
  }
}
