package dev.trefoil.runtime;

import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.job.CallbackServices;
import dev.trefoil.net.GuardedHttp;
import java.net.URI;
import java.util.Map;

/**
 * Tells others than queues of jobs by the process's own identity.
 *
 * @param env where {@code AWS_ENDPOINT_URL_SFN} leads elsewhere, as for AWS's own SDKs
 */
record OwnCallbackServices(Identity identity, Map<String, String> env) implements CallbackServices {
  private static final String SERVICE = "states";

  @Override
  public URI stepFunctions(String region) {
    String own = env.getOrDefault("AWS_ENDPOINT_URL_SFN", "");
    return own.isEmpty() ? AwsEndpoint.of(SERVICE, region) : URI.create(own);
  }

  @Override
  public RequestSigner aws(String region) {
    return identity.awsSigner(region, SERVICE);
  }

  @Override
  public RequestSigner google() {
    return new GoogleRequestSigner(identity.google());
  }

  @Override
  public GuardedHttp http() {
    return GuardedHttp.system();
  }
}
