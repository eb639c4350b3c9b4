package dev.trefoil.aws;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.json.Json;
import java.time.Duration;
import java.util.Optional;

/** What stands before the function, told by the event, with what it waits for and takes. */
enum AwsDoor {
  /**
   * "Maximum integration timeout: 30 seconds", which cannot be raised ("Quotas for configuring and
   * running an HTTP API in API Gateway").
   */
  HTTP_API(Optional.of(Duration.ofSeconds(30)), false),

  /**
   * "Integration timeout: 29 seconds" unless raised ("Quotas for configuring and running a REST API
   * in API Gateway").
   */
  REST_API(Optional.of(Duration.ofSeconds(29)), true),

  /** Waits as long as the function may run ("Lambda quotas"). */
  FUNCTION_URL(Optional.empty(), false),

  /**
   * "The default idle timeout is 60 seconds" ("Edit attributes for your Application Load
   * Balancer").
   */
  LOAD_BALANCER(Optional.of(Duration.ofSeconds(60)), true);

  /**
   * "Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size
   * (6291556 bytes)", which is 6 MiB and 100 bytes, whatever door asked.
   */
  private static final long LAMBDA_BYTES = 6_291_556;

  /** "The maximum size of the response JSON that the Lambda function can send is 1 MB." */
  private static final long LOAD_BALANCER_BYTES = 1 << 20;

  private final Optional<Duration> timeout;
  private final boolean raisable;

  AwsDoor(Optional<Duration> timeout, boolean raisable) {
    this.timeout = timeout;
    this.raisable = raisable;
  }

  static AwsDoor of(JrsObject event) {
    if (Json.at(event, "requestContext", "elb").isPresent()) {
      return LOAD_BALANCER;
    }
    String version = Json.text(event, "version").orElse("");
    String domain = Json.text(event, "requestContext", "domainName").orElse("");
    return switch (version) {
      case "2.0" -> domain.contains(".lambda-url.") ? FUNCTION_URL : HTTP_API;
      case "1.0" -> HTTP_API;
      default -> REST_API;
    };
  }

  /**
   * Whether the path of its events has been decoded already. HTTP APIs do so in either format; REST
   * APIs, Function URLs and load balancers leave it as it came (captured events of all of them:
   * hotsock/voker, pull request 8).
   */
  boolean decodesPaths() {
    return this == HTTP_API;
  }

  /**
   * What the core has to keep to where the answer is streamed, which nothing bounds that the core
   * would have to know before.
   *
   * @param waited as below
   */
  FrontDoor streamingFrontDoor(Duration waited) {
    return new FrontDoor(timeout, raisable, waited, Optional.empty());
  }

  /**
   * What the core has to keep to.
   *
   * @param form in which the answer is handed to Lambda
   * @param waited how long it had waited when the function got the call
   */
  FrontDoor frontDoor(ResponseLimit.Form form, Duration waited) {
    ResponseLimit limit =
        this == LOAD_BALANCER
            ? new ResponseLimit("an Application Load Balancer", LOAD_BALANCER_BYTES, form)
            : new ResponseLimit("Lambda", LAMBDA_BYTES, form);
    return new FrontDoor(timeout, raisable, waited, Optional.of(limit));
  }
}
