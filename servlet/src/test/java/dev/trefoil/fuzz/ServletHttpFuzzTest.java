package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.servlet.RunningServlets;
import dev.trefoil.servlet.ServletServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bodies that are odd as HTTP, through the servlet in each container. Odd paths and headers are the
 * container's to judge before the servlet sees them: EdgeInputsTest has what it says.
 */
@ParameterizedClass
@EnumSource(ServletServer.class)
class ServletHttpFuzzTest extends HttpFuzzTest {
  private static final int WAYS = 9;

  private final ServletServer server;
  private final RunningServlets servlets = new RunningServlets();

  ServletHttpFuzzTest(ServletServer server) {
    this.server = server;
  }

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    return HttpSender.to(servlets.start(server, handler));
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
