// The ways in which a service can fail, told apart by what the client sees on the wire.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What goes wrong. The first five strike before a request is looked at, the others while it is
 * answered.
 */
public sealed interface Failure {

  /** The name in JSON. */
  String kind();

  /** The service is down: HTTP 503, gRPC UNAVAILABLE. */
  record Outage() implements Failure {
    @Override
    public String kind() {
      return "outage";
    }
  }

  /**
   * Too many requests: HTTP 429, gRPC RESOURCE_EXHAUSTED.
   *
   * @param retryAfterSeconds the service's hint in seconds, if it gives one
   */
  record Throttle(OptionalInt retryAfterSeconds) implements Failure {
    @Override
    public String kind() {
      return "throttle";
    }
  }

  /**
   * Any error of the service's own.
   *
   * @param status the HTTP status, 400 to 599; mapped to a gRPC code for Vertex AI
   * @param body the native body; absent for the service's usual one at that status
   */
  record NativeError(int status, Optional<JsonNode> body) implements Failure {
    @Override
    public String kind() {
      return "error";
    }
  }

  /** The connection is reset before an answer. */
  record Reset() implements Failure {
    @Override
    public String kind() {
      return "reset";
    }
  }

  /** The request is accepted and never answered. */
  record Silent() implements Failure {
    @Override
    public String kind() {
      return "silent";
    }
  }

  /**
   * The first token comes late.
   *
   * @param delayMs milliseconds before it
   */
  record Slow(int delayMs) implements Failure {
    @Override
    public String kind() {
      return "slow";
    }
  }

  /**
   * Some tokens, then nothing, with the connection left open.
   *
   * @param afterTokens how many tokens are sent; a plain answer stops in the middle of its body
   */
  record Stall(int afterTokens) implements Failure {
    @Override
    public String kind() {
      return "stall";
    }
  }

  /**
   * Some tokens, then the connection is closed without an end mark.
   *
   * @param afterTokens how many tokens are sent; a plain answer stops in the middle of its body
   */
  record Cut(int afterTokens) implements Failure {
    @Override
    public String kind() {
      return "cut";
    }
  }

  /** One broken event in the place of a token; for a plain answer a broken body. */
  record Malformed() implements Failure {
    @Override
    public String kind() {
      return "malformed";
    }
  }

  /** The prompt is too long for the model, in the service's words. */
  record ContextLength() implements Failure {
    @Override
    public String kind() {
      return "context_length";
    }
  }

  /** The service's content filter steps in, in the service's form. */
  record ContentFilter() implements Failure {
    @Override
    public String kind() {
      return "content_filter";
    }
  }

  /**
   * What a token service issues is wrong.
   *
   * @param flaw in which way
   */
  record Flawed(Flaw flaw) implements Failure {
    @Override
    public String kind() {
      return "flawed";
    }
  }

  /**
   * An answer of an odd form.
   *
   * @param oddity which
   */
  record Odd(Oddity oddity) implements Failure {
    @Override
    public String kind() {
      return "odd";
    }
  }

  /** Whether it strikes before the request is authenticated or validated. */
  default boolean strikesAtOnce() {
    return switch (this) {
      case Outage f -> true;
      case Throttle f -> true;
      case NativeError f -> true;
      case Reset f -> true;
      case Silent f -> true;
      case Slow f -> false;
      case Stall f -> false;
      case Cut f -> false;
      case Malformed f -> false;
      case ContextLength f -> false;
      case ContentFilter f -> false;
      case Flawed f -> false;
      case Odd f -> false;
    };
  }

  /** Whether it can befall services of this sort. */
  default boolean befalls(Sort sort) {
    return switch (this) {
      case ContextLength f -> sort == Sort.MODEL;
      case ContentFilter f -> sort == Sort.MODEL;
      case Flawed f -> sort == Sort.TOKEN;
      case Odd f -> sort == Sort.MODEL;
      default -> true;
    };
  }

  /** What a service gives. */
  enum Sort {
    /** Answers of a model. */
    MODEL,
    /** Tokens and keys. */
    TOKEN,
    /** What was put there. */
    STORE,
    /** Verdicts on texts. */
    CHECK
  }
}
