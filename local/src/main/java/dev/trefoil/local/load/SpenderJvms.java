// JVMs of spenders, quick to start: with an archive of their classes, which the first one writes.
package dev.trefoil.local.load;

import dev.trefoil.local.BuildOutputs;
import dev.trefoil.local.child.ClassPaths;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What they are started by, in a folder of their own that is deleted with it. */
final class SpenderJvms implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-Xmx64m",
          "--enable-native-access=ALL-UNNAMED");

  private final Path folder;
  private final Path archive;
  private final String classPath;

  private SpenderJvms(Path folder, List<Path> classPath) {
    this.folder = folder;
    this.archive = folder.resolve("spender.jsa");
    this.classPath =
        classPath.stream()
            .map(Path::toAbsolutePath)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Gathers what they need.
   *
   * @param home the repository's top folder, built
   */
  static SpenderJvms of(Path home) throws IOException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(home.resolve("target/spenders")), "run");
    List<Path> classPath = new ArrayList<>();
    classPath.add(jar(folder, ClassPaths.of(Spender.class).getFirst()));
    classPath.addAll(new BuildOutputs(home).container());
    return new SpenderJvms(folder, classPath);
  }

  /** An archive of classes is of jars alone. */
  private static Path jar(Path folder, Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return place;
    }
    Path jar = folder.resolve("spender.jar");
    String packaged = Spender.class.getPackageName().replace('.', '/');
    try (Stream<Path> classes = Files.list(place.resolve(packaged));
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path one : classes.toList()) {
        String name = one.getFileName().toString();
        if (name.equals("Spender.class") || name.startsWith("Spender$")) {
          out.putNextEntry(new JarEntry(packaged + "/" + name));
          Files.copy(one, out);
          out.closeEntry();
        }
      }
    }
    return jar;
  }

  /** One that writes the archive when it ends. */
  Process train(Map<String, String> environment) throws IOException {
    return start("-XX:ArchiveClassesAtExit=" + archive, environment, List.of(Spender.TRAIN));
  }

  /**
   * One that goes by the archive, if there is one.
   *
   * @param arguments of {@link Spender}
   */
  Process start(Map<String, String> environment, List<String> arguments) throws IOException {
    return start("-XX:SharedArchiveFile=" + archive, environment, arguments);
  }

  private Process start(String flag, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add(flag);
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Duser.home=" + folder);
    command.add("-cp");
    command.add(classPath);
    command.add(Spender.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(Redirect.appendTo(errors().toFile()));
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Where they say what is wrong with them. */
  Path errors() {
    return folder.resolveSibling("errors.txt");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
