package dev.trefoil.aws.servlet;

import dev.trefoil.http.HttpHandler;
import jakarta.servlet.Filter;
import java.util.List;

/** The container, for tests in other packages. */
public final class Containers {
  private Containers() {}

  public static HttpHandler around(HttpHandler core, Filter... filters) {
    return ServletContainer.around(core, List.of(filters));
  }
}
