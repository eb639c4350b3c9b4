package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A library from npm in a process of Node.js: src/test/npm/client.mjs, which is told a line and
 * answers a line.
 */
final class NodeProgram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final Writer toProgram;
  private final BufferedReader fromProgram;

  private NodeProgram(String name, Process process) {
    this.name = name;
    this.process = process;
    this.toProgram = process.outputWriter(StandardCharsets.UTF_8);
    this.fromProgram = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it where it is installed.
   *
   * @param name of the file under src/test/npm
   */
  static NodeProgram start(Npm npm, String name) throws IOException {
    return new NodeProgram(name, npm.run("client.mjs", name).start());
  }

  /**
   * The same, of a program that speaks at several doors.
   *
   * @param door which of them
   */
  static NodeProgram start(Npm npm, String name, String door) throws IOException {
    return new NodeProgram(name + ", " + door, npm.run("client.mjs", name, door).start());
  }

  /**
   * @param url of a cloud, without a path
   */
  static ObjectNode asking(String feature, String url) {
    return JSON.createObjectNode().put("feature", feature).put("url", url);
  }

  /**
   * @param asked what {@link #asking} begins
   */
  JsonNode does(ObjectNode asked) throws IOException {
    toProgram.write(asked + "\n");
    toProgram.flush();
    String line = fromProgram.readLine();
    if (line == null) {
      throw new AssertionError(name + " ended");
    }
    JsonNode seen = JSON.readTree(line);
    if (seen.has("failed")) {
      throw new AssertionError(name + ": " + seen.path("failed").asText());
    }
    return seen;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
