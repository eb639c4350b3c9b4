package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.servlet.RunningServlets;
import dev.trefoil.servlet.ServletServer;
import org.junit.jupiter.api.AfterEach;

/** The fuzz test's requests by HTTP, through the servlet in Jetty. */
class JettyFuzzTest extends FuzzTest {
  private static final int BODIES = 3_000;

  private final RunningServlets servlets = new RunningServlets();

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    return HttpSender.to(servlets.start(ServletServer.JETTY, handler));
  }

  @Override
  int bodies() {
    return BODIES;
  }

  @AfterEach
  void stopServlets() {
    servlets.close();
  }
}
