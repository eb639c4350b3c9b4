package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.server.Running;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Bodies that are odd as HTTP, through the server. */
class ServerHttpFuzzTest extends HttpFuzzTest {
  private static final int WAYS = 9;

  private final List<Running> servers = new ArrayList<>();

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    Running running = Running.start(handler);
    servers.add(running);
    return HttpSender.to(running.port());
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
  void stop() {
    servers.forEach(Running::close);
  }
}
