package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.servlet.RunningServlets;
import dev.trefoil.servlet.ServletServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The fuzz test's requests by HTTP, through the servlet in each container. */
@ParameterizedClass
@EnumSource(ServletServer.class)
class ServletFuzzTest extends FuzzTest {
  private static final int BODIES = 1_500;

  private final ServletServer server;
  private final RunningServlets servlets = new RunningServlets();

  ServletFuzzTest(ServletServer server) {
    this.server = server;
  }

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    return HttpSender.to(servlets.start(server, handler));
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
