package dev.trefoil.deployment;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A program of this machine; where it is missing, tests that need it say so and are skipped. */
public final class Tool {
  private final List<String> command;
  private final Map<String, String> environment;

  private Tool(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** What a run gave: all that it wrote to standard output, and to standard error. */
  public record Ran(int exit, String output, String errors) {
    /** For the message of an assertion. */
    public String all() {
      return output + errors;
    }
  }

  /** A program on the PATH. */
  public static Tool needed(String program) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, "skipped: " + program + " is not here");
    return new Tool(List.of(program), Map.of());
  }

  /** Python with modules. */
  public static Tool python(String... modules) throws IOException, InterruptedException {
    Tool python = needed("python3");
    for (String module : modules) {
      assumeTrue(
          python.run("-c", "import " + module).exit() == 0,
          "skipped: python3 has no module " + module);
    }
    return python;
  }

  /** The same with more variables. */
  public Tool with(Map<String, String> variables) {
    return new Tool(command, variables);
  }

  public Ran run(String... arguments) throws IOException, InterruptedException {
    return runIn(Repository.home(), arguments);
  }

  /** Runs it in a folder and waits for its end. */
  public Ran runIn(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    Path errors = Files.createTempFile("tool", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line).directory(folder.toFile()).redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }
}
