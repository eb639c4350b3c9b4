package dev.trefoil.fuzz;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.server.Running;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The fuzz test's requests by HTTP, through the server. */
class ServerFuzzTest extends FuzzTest {
  private static final int BODIES = 1_500;

  private final List<Running> servers = new ArrayList<>();

  @Override
  HttpHandler through(HttpHandler handler) throws Exception {
    Running running = Running.start(handler);
    servers.add(running);
    return HttpSender.to(running.port());
  }

  @Override
  int bodies() {
    return BODIES;
  }

  @AfterEach
  void stop() {
    servers.forEach(Running::close);
  }
}
