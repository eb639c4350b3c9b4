package dev.trefoil.fuzz;

import dev.trefoil.aws.servlet.Containers;
import dev.trefoil.http.HttpHandler;

/** The fuzz test's requests, through the servlet in AWS's container. */
class ContainerFuzzTest extends FuzzTest {
  private static final int BODIES = 1_500;

  @Override
  HttpHandler through(HttpHandler handler) {
    return Containers.around(handler);
  }

  @Override
  int bodies() {
    return BODIES;
  }
}
