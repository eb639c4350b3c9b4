package dev.trefoil.job;

import dev.trefoil.identity.RequestSigner;
import dev.trefoil.net.GuardedHttp;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What callbacks are sent by that are not queues. None is asked for before the first of them.
 *
 * @param stepFunctions where Step Functions is called in a region
 * @param aws signs calls of Step Functions in a region
 * @param google gives the access token of the process's Google identity
 * @param http reaches webhooks
 */
public record CallbackServices(
    Function<String, URI> stepFunctions,
    Function<String, RequestSigner> aws,
    Supplier<RequestSigner> google,
    Supplier<GuardedHttp> http) {
  /** Where only queues are told. */
  public static final CallbackServices NONE =
      new CallbackServices(
          region -> none(), region -> none(), CallbackServices::none, CallbackServices::none);

  private static <T> T none() {
    throw new IllegalStateException("only queues are told of jobs here");
  }
}
