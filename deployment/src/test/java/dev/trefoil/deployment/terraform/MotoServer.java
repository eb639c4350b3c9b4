package dev.trefoil.deployment.terraform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.deployment.Tool;
import dev.trefoil.local.queue.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS's IAM as moto_server plays it. */
final class MotoServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private MotoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static MotoServer start() throws IOException {
    Tool.needed("moto_server");
    int port = FreePort.pick();
    ProcessBuilder builder =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.contains("Running on")) {
        Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
        return new MotoServer(process, port);
      }
    }
    assumeTrue(false, "skipped: moto_server does not start: " + said);
    throw new IllegalStateException("not reached");
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What an element of IAM's answer holds, decoded; the whole answer when there is none. */
  String iam(String query, String element) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url() + "/"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header(
                      "Authorization",
                      "AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/iam/aws4_request,"
                          + " SignedHeaders=host, Signature=0")
                  .POST(BodyPublishers.ofString(query + "&Version=2010-05-08"))
                  .build(),
              BodyHandlers.ofString());
      Matcher matcher =
          Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
              .matcher(response.body());
      return matcher.find()
          ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)
          : response.body();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
