// One server with all doors, and the service behind it.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.benchmarks.process.TrefoilServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A service that answers chat completions alone, so that every door's call reaches it as the same.
 *
 * @param service nginx with canned answers
 * @param trefoil before it
 */
record DoorServers(Server service, Server trefoil) implements AutoCloseable {
  private static final String WHOLE = "/v1";
  private static final String STREAM = "/streamed/v1";

  private static final String CONFIG =
      """
      auth: none
      services:
        whole:
          {kind: openai, endpoint: "http://127.0.0.1:%1$d%2$s", keyFrom: "env:SERVICE_KEY", protocol: chat}
        streamed:
          {kind: openai, endpoint: "http://127.0.0.1:%1$d%3$s", keyFrom: "env:SERVICE_KEY", protocol: chat}
      routes:
        whole:    {targets: [whole/gpt-5.2], streamInside: false}
        streamed: {targets: [streamed/gpt-5.2], streamInside: true}
      """;

  static DoorServers open(BenchmarkContext context) throws IOException, InterruptedException {
    Server service = Nginx.canned(context.folder("doors/service"), WHOLE, STREAM);
    try {
      Server trefoil =
          TrefoilServer.start(
              Built.in(context).server(),
              context.folder("doors/trefoil"),
              CONFIG.formatted(service.port(), WHOLE, STREAM),
              List.of(),
              Map.of("SERVICE_KEY", "not-a-secret"));
      return new DoorServers(service, trefoil.awaitListening());
    } catch (IOException | InterruptedException e) {
      service.close();
      throw e;
    }
  }

  Caller caller(ConversationDoor door, Kind kind) throws IOException {
    return new Caller(new LoadTarget(door.path(), trefoil, door::ask), kind);
  }

  /** One that calls the service itself. */
  Caller straight(Kind kind) throws IOException {
    String path = (kind.isStream() ? STREAM : WHOLE) + "/chat/completions";
    LoadTarget.HttpRequest ask = ConversationDoor.CHAT.ask(kind);
    return new Caller(
        new LoadTarget(
            "the service itself",
            service,
            ignored -> new LoadTarget.HttpRequest(path, ask.headers(), ask.body())),
        kind);
  }

  @Override
  public void close() {
    trefoil.close();
    service.close();
  }
}
