package dev.trefoil.job;

import dev.trefoil.identity.RequestSigner;
import dev.trefoil.net.GuardedHttp;
import java.net.URI;

/**
 * What callbacks are sent by that are not queues. It is made at the start of every process, and
 * asked for something by the first callback that needs it.
 */
public interface CallbackServices {
  /** Where only queues are told. */
  CallbackServices NONE = new OnlyQueues();

  /** Where Step Functions is called in a region. */
  URI stepFunctions(String region);

  /** Signs calls of Step Functions in a region. */
  RequestSigner aws(String region);

  /** Gives the access token of the process's Google identity. */
  RequestSigner google();

  /** Reaches webhooks. */
  GuardedHttp http();

  /** Has nothing to give. */
  final class OnlyQueues implements CallbackServices {
    private OnlyQueues() {}

    @Override
    public URI stepFunctions(String region) {
      throw none();
    }

    @Override
    public RequestSigner aws(String region) {
      throw none();
    }

    @Override
    public RequestSigner google() {
      throw none();
    }

    @Override
    public GuardedHttp http() {
      throw none();
    }

    private static IllegalStateException none() {
      return new IllegalStateException("only queues are told of jobs here");
    }
  }
}
