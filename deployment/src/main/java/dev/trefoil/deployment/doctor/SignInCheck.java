// Whether the person at this machine is signed in to the clouds that the configuration calls.
package dev.trefoil.deployment.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has the vendors' libraries fetch a token for each cloud, as a process with {@code identity.host:
 * local} would. They lie with the Azure function, which has them all; so it is a process of its own
 * on that class path.
 */
final class SignInCheck {
  private static final String PROGRAM = "dev.trefoil.runtime.SignIns";
  private static final long LIMIT_SECONDS = 60;

  private final Path home;
  private final Map<String, String> env;

  /**
   * @param home the built repository
   * @param env all that the vendors' libraries are to see
   */
  SignInCheck(Path home, Map<String, String> env) {
    this.home = home;
    this.env = env;
  }

  /**
   * @param yaml the configuration's text
   */
  List<Finding> of(String yaml) throws InterruptedException {
    Path libraries = home.resolve("azure-functions/target/azure-functions/trefoil/lib");
    if (!Files.isDirectory(libraries)) {
      return List.of(
          new Finding.Fault(
              libraries + " is not there", "build it with ./mvnw package -DskipTests"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                libraries + "/*",
                PROGRAM)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(env);
    // A text of one line would pass for a file's name.
    builder.environment().put("TREFOIL_CONFIG", yaml + "\n");
    try {
      Process process = builder.start();
      try {
        List<Finding> findings = new ArrayList<>();
        process.inputReader().lines().map(SignInCheck::finding).forEach(findings::add);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          findings.add(failed("it did not end well"));
        }
        return findings;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return List.of(failed(e.toString()));
    }
  }

  private static Finding failed(String why) {
    return new Finding.Fault("who is signed in could not be asked: " + why, "try again");
  }

  private static Finding finding(String line) {
    int space = line.indexOf(' ');
    String cloud = space < 0 ? line : line.substring(0, space);
    return space < 0
        ? new Finding.Fine("you are signed in to " + cloud)
        : new Finding.Fault(
            "you are not signed in to %s: %s".formatted(cloud, line.substring(space + 1)),
            signIn(cloud));
  }

  private static String signIn(String cloud) {
    return switch (cloud) {
      case "aws" -> "aws configure, or aws login; AWS_PROFILE names another profile";
      case "azure" -> "az login";
      default -> "gcloud auth application-default login";
    };
  }
}
