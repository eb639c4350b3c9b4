package dev.trefoil.door;

import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A door that is built when it is first called: none of its classes are loaded before. What it
 * answers is said here once more, and must be what it says itself.
 */
public final class LazyDoor implements Door {
  private final Supplier<Door> build;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private volatile Door built;

  /**
   * @param build called once, or more often by threads that come at once
   */
  public LazyDoor(Supplier<Door> build) {
    this.build = build;
  }

  /** It answers these calls, which cost. */
  public LazyDoor paid(String... paths) {
    return with("POST", Access.PAID, paths);
  }

  /** It answers these questions, which cost nothing. */
  public LazyDoor get(String... paths) {
    return with("GET", Access.CALLERS, paths);
  }

  /** It answers these calls. */
  public LazyDoor with(String method, Access access, String... paths) {
    for (String path : paths) {
      endpoints.add(
          new Endpoint(
              method,
              path,
              access,
              (call, sink) -> own(method, path, access).handler().answer(call, sink)));
    }
    return this;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  @Override
  public Optional<KeptEndpoint> kept(String path) {
    return endpoints.stream().anyMatch(own -> own.path().equals(path))
        ? door().kept(path)
        : Optional.empty();
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    door().refuse(problem, requestId, extra, sink);
  }

  /** The door itself; built now, if it has not been. */
  public Door door() {
    Door door = built;
    if (door == null) {
      door = build.get();
      built = door;
    }
    return door;
  }

  private Endpoint own(String method, String path, Access access) {
    return door().endpoints().stream()
        .filter(own -> own.method().equals(method) && own.path().equals(path))
        .filter(own -> own.access() == access)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no door answers " + method + " /" + path));
  }
}
