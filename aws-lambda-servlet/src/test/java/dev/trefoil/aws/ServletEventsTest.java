package dev.trefoil.aws;

import dev.trefoil.aws.servlet.Containers;
import dev.trefoil.http.HttpHandler;

/** The events that the plain handler is shown, with AWS's servlet container before the core. */
class ServletEventsTest extends HttpEventsTest {
  @Override
  HttpHandler form(HttpHandler core) {
    return Containers.around(core);
  }
}
