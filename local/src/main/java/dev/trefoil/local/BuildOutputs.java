// Where the build leaves what is hosted here.
package dev.trefoil.local;

import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /**
   * What a container has: the server, the index that it embeds, and of the Azure app azure-identity
   * with what it needs.
   */
  public List<Path> container() throws IOException {
    List<Path> jars = new ArrayList<>(ClassPaths.jarsIn(existing("server/target/server/lib")));
    Set<String> names =
        jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
    for (Path jar : ClassPaths.jarsIn(azureApp().resolve("lib"))) {
      String name = jar.getFileName().toString();
      if (!names.contains(name) && !name.startsWith("azure-functions-java-")) {
        jars.add(jar);
      }
    }
    jars.addAll(ClassPaths.jarsIn(existing("retrieval-lucene/target/lucene/lib")));
    return jars;
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
