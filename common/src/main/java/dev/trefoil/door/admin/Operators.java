package dev.trefoil.door.admin;

import dev.trefoil.auth.Caller;
import dev.trefoil.door.Problem;
import java.util.Set;

/** Tells operators from all other callers. */
final class Operators {
  private Operators() {}

  /** 403: the caller is none. */
  static Problem refused() {
    return Problem.of(
        403, "not_an_operator", "'operators' in trefoil.yaml says who may do this; you may not.");
  }

  /**
   * Whether a caller is one.
   *
   * @param operators by name; those of a tenant as {@code tenant/name}, so that nobody is one by a
   *     name that some tenant has given
   */
  static boolean include(Set<String> operators, Caller caller) {
    return operators.contains(caller.tenant().map(tenant -> tenant + "/").orElse("") + caller.id());
  }
}
