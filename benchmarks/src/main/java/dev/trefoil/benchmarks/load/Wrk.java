// wrk, which keeps many connections busy at little cost.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs it, one thread of it. */
final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern A_SECOND = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final List<String> FAILURES = List.of("Non-2xx", "Socket errors");

  /**
   * What came of a load.
   *
   * @param requestsPerSecond answered
   * @param cpuMillisPerRequest of the target's process, on all its threads
   */
  record Load(double requestsPerSecond, double cpuMillisPerRequest) {}

  private final Path folder;

  /**
   * @param folder for its scripts
   */
  Wrk(Path folder) {
    this.folder = folder;
  }

  /**
   * Has each connection send one call after the other.
   *
   * @throws IOException when a call is not answered with 200
   */
  Load load(LoadTarget target, Kind kind, int connections, Duration time)
      throws IOException, InterruptedException {
    LoadTarget.HttpRequest ask = target.ask().apply(kind);
    Path script = folder.resolve("call.lua");
    Files.writeString(script, script(ask));
    long pid = target.server().process().pid();
    double before = ProcessStats.cpuMillis(pid);
    String output =
        Program.run(
            folder,
            List.of(
                Program.find("wrk").orElseThrow().toString(),
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + time.toSeconds() + "s",
                "--timeout=30s",
                "--script=" + script,
                "http://127.0.0.1:" + target.server().port() + ask.path()));
    double cpu = ProcessStats.cpuMillis(pid) - before;
    if (FAILURES.stream().anyMatch(output::contains)) {
      throw new IOException(
          target.name() + " does not answer every call: " + output.replace('\n', ' '));
    }
    return new Load(number(A_SECOND, output), cpu / number(REQUESTS, output));
  }

  private static String script(LoadTarget.HttpRequest ask) {
    return ask.headers().entrySet().stream()
        .map(
            header ->
                "wrk.headers[%s] = %s\n".formatted(lua(header.getKey()), lua(header.getValue())))
        .collect(
            Collectors.joining(
                "", "wrk.method = \"POST\"\nwrk.body = " + lua(ask.body()) + "\n", ""));
  }

  private static String lua(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static double number(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("wrk says nothing of '" + pattern + "': " + output);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
