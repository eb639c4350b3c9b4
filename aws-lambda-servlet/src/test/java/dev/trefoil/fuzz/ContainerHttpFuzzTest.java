package dev.trefoil.fuzz;

import dev.trefoil.aws.servlet.Containers;
import dev.trefoil.http.HttpHandler;

/** Calls that are odd as HTTP, through the servlet in AWS's container. */
class ContainerHttpFuzzTest extends HttpFuzzTest {
  @Override
  HttpHandler through(HttpHandler handler) {
    return Containers.around(handler);
  }
}
