package dev.trefoil.endpoints;

import dev.trefoil.http.HttpCall;
import java.util.UUID;

/** The name by which a caller and our log speak of a call. */
final class RequestId {
  private RequestId() {}

  /** The caller's own where it is a harmless one, otherwise a new one. */
  static String of(HttpCall call) {
    return call.headers()
        .first("x-request-id")
        .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
