// What goes into each archive: the staged functions, with the native library of where they run.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The archives of a built repository.
 *
 * @param home the repository's top folder
 * @param lambda what the Lambda functions and the container run on
 * @param config the configuration, which lies at the top of each as {@code trefoil.yaml}
 */
public record Archives(Path home, Platform lambda, Path config) {
  private static final String CONFIG = "trefoil.yaml";
  private static final String CRT = "aws-crt-\\d.*\\.jar";

  /** The five. */
  public List<Archive> all() throws IOException {
    return List.of(
        lambdaFunction(), azureFunction(), gcpFunction(), lambdaStreaming(), azureStreaming());
  }

  /** The HTTP, queue and probe functions of AWS: jars in {@code lib}. */
  private Archive lambdaFunction() throws IOException {
    return configured(
        "aws-lambda", jars("lib/", existing("aws-lambda/target/function/lib"), lambda));
  }

  /** The app that azure-functions-maven-plugin stages, without its settings for a local host. */
  private Archive azureFunction() throws IOException {
    Path app = existing("azure-functions/target/azure-functions/trefoil");
    SortedMap<String, Content> files = jars("lib/", app.resolve("lib"), Platform.X86_64);
    files.putAll(jars("", app, Platform.X86_64));
    files.putAll(descriptions(app));
    return configured("azure-functions", files);
  }

  /**
   * Google's buildpack takes a folder with exactly one jar in it as a built function: that jar
   * names the others.
   */
  private Archive gcpFunction() throws IOException {
    SortedMap<String, Content> files =
        jars("lib/", existing("gcp-functions/target/function/lib"), Platform.X86_64);
    files.put("trefoil.jar", new Content.Bytes(jarOf(files.keySet())));
    return configured("gcp-functions", files);
  }

  /** The server, started by the Lambda Web Adapter. */
  private Archive lambdaStreaming() throws IOException {
    return configured("aws-lambda-streaming", server(lambda));
  }

  /** The server as a custom handler. */
  private Archive azureStreaming() throws IOException {
    SortedMap<String, Content> files = server(Platform.X86_64);
    files.putAll(descriptions(existing("deployment/src/main/azure-streaming")));
    return configured("azure-functions-streaming", files);
  }

  /** The server for a container. */
  public Archive container() throws IOException {
    return configured("server", server(lambda));
  }

  /** The Functions Framework's server with the Cloud Run function, and what starts it. */
  private SortedMap<String, Content> server(Platform platform) throws IOException {
    Path function = existing("gcp-functions/target/function/lib");
    SortedMap<String, Content> files = jars("lib/", function, platform);
    Set<String> shadowed = classesIn(function);
    for (Path jar : jarsIn(existing("deployment/target/server"))) {
      files.put("server/" + jar.getFileName(), new Content.Jar(jar, shadowed));
    }
    files.put(
        "run.sh",
        new Content.Program(
            Files.readAllBytes(existing("deployment/src/main/server").resolve("run.sh"))));
    return files;
  }

  private Archive configured(String name, SortedMap<String, Content> files) throws IOException {
    SortedMap<String, Content> all = new TreeMap<>(files);
    all.put(CONFIG, new Content.Bytes(Files.readAllBytes(config)));
    return new Archive(name, all);
  }

  private SortedMap<String, Content> jars(String prefix, Path folder, Platform platform)
      throws IOException {
    SortedMap<String, Content> jars = new TreeMap<>();
    for (Path jar : jarsIn(folder)) {
      Path right = jar.getFileName().toString().matches(CRT) ? crt(platform) : jar;
      jars.put(prefix + right.getFileName(), new Content.Jar(right, Set.of()));
    }
    return jars;
  }

  private Path crt(Platform platform) throws IOException {
    return jarsIn(existing("deployment/target/crt")).stream()
        .filter(jar -> jar.toString().endsWith("-" + platform.classifier() + ".jar"))
        .findFirst()
        .orElseThrow(() -> new IOException("deployment/target/crt lacks " + platform));
  }

  private static SortedMap<String, Content> descriptions(Path app) throws IOException {
    SortedMap<String, Content> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(app, 2)) {
      for (Path file : all.filter(Archives::isDescription).toList()) {
        String path = app.relativize(file).toString().replace('\\', '/');
        files.put(path, new Content.Bytes(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static boolean isDescription(Path file) {
    String name = file.getFileName().toString();
    return name.equals("host.json") || name.equals("function.json");
  }

  private static byte[] jarOf(Set<String> classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    manifest.write(text);
    return StoredJar.of(JarFile.MANIFEST_NAME, text.toByteArray());
  }

  /** Those at the top of jars: what stands first on a class path hides what comes after. */
  private static Set<String> classesIn(Path folder) throws IOException {
    Set<String> classes = new HashSet<>();
    for (Path jar : jarsIn(folder)) {
      try (JarFile file = new JarFile(jar.toFile())) {
        Enumeration<? extends ZipEntry> entries = file.entries();
        while (entries.hasMoreElements()) {
          String name = entries.nextElement().getName();
          if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
            classes.add(name);
          }
        }
      }
    }
    return Set.copyOf(classes);
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private Path existing(String path) throws IOException {
    Path full = home.resolve(path);
    if (!Files.isDirectory(full)) {
      throw new IOException(full + " is not there: build it with ./mvnw package -DskipTests");
    }
    return full;
  }
}
