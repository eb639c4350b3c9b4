// A process with the environment that a function gets.
package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that has ended. */
record Child(int exitCode, String output) {

  /** Runs a command with the environment that a function process gets. */
  static Child run(EmulatedCloud cloud, List<String> command)
      throws IOException, InterruptedException {
    return run(cloud.environment(), command);
  }

  /** Runs a main class on this class path with this environment, trusting the emulators alone. */
  static Child java(
      EmulatedCloud cloud, Map<String, String> variables, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(cloud.tls().jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return run(variables, command);
  }

  /** Runs a command with these variables. */
  static Child run(Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("AWS_") || name.startsWith("AZURE_") || name.startsWith("GOOGLE_"));
    environment.putAll(variables);
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Child(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  static boolean hasBoto3(EmulatedCloud cloud) throws InterruptedException {
    try {
      return run(cloud, List.of("python3", "-c", "import boto3")).exitCode() == 0;
    } catch (IOException e) {
      // No python3 at all.
      return false;
    }
  }
}
