// Where the build leaves what is hosted here.
package dev.trefoil.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The outputs of a build.
 *
 * @param home the repository's top folder
 */
public record BuildOutputs(Path home) {

  public Path lambdaFunction() throws IOException {
    return existing("aws-lambda/target/function");
  }

  /** The same with what its servlet form needs. */
  public Path lambdaServletFunction() throws IOException {
    return existing("aws-lambda-servlet/target/function");
  }

  public Path azureApp() throws IOException {
    return existing("azure-functions/target/azure-functions/trefoil");
  }

  public Path gcpFunction() throws IOException {
    return existing("gcp-functions/target/function/lib");
  }

  public Path lambdaRuntime() throws IOException {
    return existing("local/target/runtimes/lambda");
  }

  public Path gcpRuntime() throws IOException {
    return existing("local/target/runtimes/gcp");
  }

  public Path awsEmulatorClasses() throws IOException {
    return existing("aws-emulators/target/classes");
  }

  public Path awsEmulatorLibraries() throws IOException {
    return existing("aws-emulators/target/lib");
  }

  private Path existing(String path) throws IOException {
    Path full = home.resolve(path);
    if (!Files.isDirectory(full)) {
      throw new IOException(full + " is not there: build it with ./mvnw package -DskipTests");
    }
    return full;
  }
}
