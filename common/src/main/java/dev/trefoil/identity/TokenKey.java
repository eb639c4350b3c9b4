package dev.trefoil.identity;

import dev.trefoil.policy.Cloud;

/**
 * What a token is for.
 *
 * @param pair from which cloud to which: {@code aws to azure}
 * @param audience whom it makes us: a role, an application, a provider of a pool
 * @param scope what it opens, or where it was asked for
 */
record TokenKey(String pair, String audience, String scope) {
  static String pair(Origin from, Cloud to) {
    return from + " to " + Origin.of(to);
  }
}
