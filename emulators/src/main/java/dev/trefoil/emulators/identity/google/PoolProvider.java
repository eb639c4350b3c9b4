// Whom a workload identity pool trusts, and whom it takes them for.
package dev.trefoil.emulators.identity.google;

import java.util.List;
import java.util.Set;

/** A provider of a pool. */
public sealed interface PoolProvider {

  /** The provider's id within the pool. */
  String id();

  /** The values of {@code google.subject} that its attribute condition lets in. */
  Set<String> admitted();

  /**
   * An AWS account. {@code google.subject} is the ARN of the assumed role without the session, as
   * {@code assertion.arn.extract('{role}/')} and its like make it.
   *
   * @param account twelve digits
   */
  record Aws(String id, String account, Set<String> admitted) implements PoolProvider {}

  /**
   * An OpenID Connect issuer. {@code google.subject} is {@code assertion.sub}.
   *
   * @param issuer as tokens say it
   * @param audiences those that are allowed
   */
  record Oidc(String id, String issuer, List<String> audiences, Set<String> admitted)
      implements PoolProvider {}
}
