package dev.trefoil.server;

import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A process that primes itself and is called once then. Arguments: its cloud, the file in which the
 * JVM writes what it loads, and the body of the call. Prints the answer's first line and what was
 * loaded on the way to it.
 */
final class PrimedServer {
  private PrimedServer() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> env = System.getenv();
    Path log = Path.of(args[1]);
    TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.valueOf(args[0]), env);
    runtime.priming().prime(new RehearsedServer(ServerSettings.of(env)));
    Running server = Running.start(runtime.http());
    long primed = log.toFile().length();
    String answer = server.exchange(request(args[2]));
    byte[] lines = Files.readAllBytes(log);
    System.out.println(answer.lines().findFirst().orElse(""));
    System.out.write(lines, (int) primed, lines.length - (int) primed);
    System.out.flush();
    System.exit(0); // Vendors' threads may be left.
  }

  private static String request(String body) {
    return "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        + "content-type: application/json\r\ncontent-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
