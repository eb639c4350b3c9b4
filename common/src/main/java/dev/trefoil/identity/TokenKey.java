package dev.trefoil.identity;

import dev.trefoil.policy.Cloud;
import java.util.Locale;

/**
 * What a token is for.
 *
 * @param pair from which cloud to which: {@code aws to azure}
 * @param audience whom it makes us: a role, an application, a provider of a pool
 * @param scope what it opens, or where it was asked for
 */
record TokenKey(String pair, String audience, String scope) {
  static String pair(Cloud from, Cloud to) {
    return name(from) + " to " + name(to);
  }

  static String name(Cloud cloud) {
    return cloud.name().toLowerCase(Locale.ROOT);
  }
}
