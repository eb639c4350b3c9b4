package dev.trefoil.http;

import dev.trefoil.chat.Deadline;
import java.io.InputStream;
import java.util.Optional;

/**
 * One HTTP request, as a platform received it.
 *
 * @param method in capitals
 * @param path as it came, still percent-encoded, without the query and without what the platform
 *     puts before it (a stage, a mapping key, a route prefix)
 * @param query what the path came with
 * @param headers as sent by the client; a platform that joins repeated headers leaves them joined
 * @param body read at most once; empty where there is none
 * @param deadline when the platform gives the call up
 * @param principal whom the platform has verified as the sender; empty where it vouches for nobody
 * @param frontDoor what the call came through
 * @param disconnection tells when the client has left
 */
public record HttpCall(
    String method,
    String path,
    Query query,
    Headers headers,
    InputStream body,
    Deadline deadline,
    Optional<Principal> principal,
    FrontDoor frontDoor,
    Disconnection disconnection) {

  /** A call whose client is found to have left when something is written to it. */
  public HttpCall(
      String method,
      String path,
      Query query,
      Headers headers,
      InputStream body,
      Deadline deadline,
      Optional<Principal> principal,
      FrontDoor frontDoor) {
    this(
        method,
        path,
        query,
        headers,
        body,
        deadline,
        principal,
        frontDoor,
        Disconnection.UNNOTICED);
  }

  /** A call without a query. */
  public HttpCall(
      String method,
      String path,
      Headers headers,
      InputStream body,
      Deadline deadline,
      Optional<Principal> principal,
      FrontDoor frontDoor) {
    this(method, path, Query.NONE, headers, body, deadline, principal, frontDoor);
  }

  /** A call without one through a door that adds no limits to the function's own. */
  public HttpCall(
      String method,
      String path,
      Headers headers,
      InputStream body,
      Deadline deadline,
      Optional<Principal> principal) {
    this(method, path, headers, body, deadline, principal, FrontDoor.NONE);
  }

  /** A call whose sender the platform does not know. */
  public HttpCall(
      String method, String path, Headers headers, InputStream body, Deadline deadline) {
    this(method, path, headers, body, deadline, Optional.empty());
  }
}
