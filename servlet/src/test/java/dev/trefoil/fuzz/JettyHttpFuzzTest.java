package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.servlet.RunningServlets;
import dev.trefoil.servlet.ServletServer;
import org.junit.jupiter.api.AfterEach;

/**
 * Bodies that are odd as HTTP, through the servlet in Jetty. Odd paths and headers are the
 * container's to judge before the servlet sees them: EdgeInputsTest has what it says.
 */
class JettyHttpFuzzTest extends HttpFuzzTest {
  private static final int WAYS = 9;

  private final RunningServlets servlets = new RunningServlets();

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    return HttpSender.to(servlets.start(ServletServer.JETTY, handler));
  }

  @Override
  OddCall oddCall(int number) {
    return SendableBodies.any(Chance.of(Volley.SEED, number));
  }

  @Override
  int ways() {
    return WAYS;
  }

  @AfterEach
  void stopServlets() {
    servlets.close();
  }
}
