// What goes into each archive: the staged functions, with the native library of where they run.
package dev.trefoil.deployment.archive;

import dev.trefoil.config.JsonForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The archives of a built repository.
 *
 * @param home the repository's top folder
 * @param lambda what the Lambda functions and the container run on
 * @param config the configuration, which lies at the top of each as {@code trefoil.yaml}
 * @param telemetry whether the functions hold what sends traces and metrics; a container does
 */
public record Archives(Path home, Platform lambda, Path config, boolean telemetry) {
  private static final String CONFIG = "trefoil.yaml";
  private static final String JAR = "trefoil.jar";
  private static final String SERVER = "server/target/server/lib";
  private static final Pattern DESCRIPTION = Pattern.compile("host\\.json|[^/]+/function\\.json");
  private static final String TELEMETRY = "telemetry/target/telemetry/lib";
  private static final String LUCENE = "retrieval-lucene/target/lucene/lib";
  private static final String CRT = "aws-crt-\\d.*\\.jar";

  /** Archives without telemetry. */
  public Archives(Path home, Platform lambda, Path config) {
    this(home, lambda, config, false);
  }

  /** The seven. */
  public List<Archive> all() throws IOException {
    return List.of(
        lambdaFunction(),
        azureFunction(),
        gcpFunction(),
        lambdaServlet(),
        lambdaStreaming(),
        lambdaNativeStreaming(),
        azureStreaming());
  }

  /** The HTTP, queue and probe functions of AWS: what {@code lib} holds is on the class path. */
  private Archive lambdaFunction() throws IOException {
    return configured(
        "aws-lambda",
        withLibraryBeside(jars(existing("aws-lambda/target/function/lib"), lambda), lambda));
  }

  /**
   * A layer of Lambda's, {@code /opt}: what the servlet form of the HTTP function needs beside that
   * function's own jar. Its {@code java/lib} is on the class path after the function's {@code lib}.
   */
  private Archive lambdaServlet() throws IOException {
    Set<Path> function =
        jarsIn(existing("aws-lambda/target/function/lib")).stream()
            .map(Path::getFileName)
            .collect(Collectors.toSet());
    List<Path> jars = jarsIn(existing("aws-lambda-servlet/target/function/lib"));
    jars.removeIf(jar -> function.contains(jar.getFileName()));
    SortedMap<String, Content> files = new TreeMap<>();
    files.put("java/lib/trefoil-servlet.jar", new Content.Jar(jars, Set.of()));
    return new Archive("aws-lambda-servlet", files);
  }

  /** The function with that layer's jar in its own {@code lib}, for hosts that know no layers. */
  public Archive lambdaWithServlet() throws IOException {
    SortedMap<String, Content> files = new TreeMap<>(lambdaFunction().files());
    lambdaServlet().files().forEach((path, file) -> files.put(path.replace("java/", ""), file));
    return new Archive("aws-lambda-with-servlet", files);
  }

  /** The app that azure-functions-maven-plugin stages, without its settings for a local host. */
  private Archive azureFunction() throws IOException {
    Path app = existing("azure-functions/target/azure-functions/trefoil");
    SortedMap<String, Content> files = new TreeMap<>(descriptions(app));
    // By the name that every function.json has for it.
    Path own = jarsIn(app).getFirst();
    List<Path> jars = new ArrayList<>(List.of(own));
    jars.addAll(jars(app.resolve("lib"), Platform.X86_64));
    files.put(own.getFileName().toString(), new Content.Jar(jars, Set.of()));
    files.putAll(below(existing("deployment/src/main/azure")));
    return configured("azure-functions", files);
  }

  /** Google's buildpack takes a folder with exactly one jar in it as a built function. */
  private Archive gcpFunction() throws IOException {
    List<Path> jars = jars(existing("gcp-functions/target/function/lib"), Platform.X86_64);
    SortedMap<String, Content> files = new TreeMap<>();
    files.put(JAR, new Content.Jar(jars, Set.of()));
    return configured("gcp-functions", files);
  }

  /** The server, started by the Lambda Web Adapter. */
  private Archive lambdaStreaming() throws IOException {
    return configured("aws-lambda-streaming", server(lambda, List.of()));
  }

  /** The functions of AWS with what starts the HTTP function as a runtime of its own. */
  private Archive lambdaNativeStreaming() throws IOException {
    SortedMap<String, Content> files = new TreeMap<>(lambdaFunction().files());
    files.put("stream.sh", program("lambda/stream.sh"));
    return new Archive("aws-lambda-native-streaming", files);
  }

  /** The server as a custom handler. */
  private Archive azureStreaming() throws IOException {
    SortedMap<String, Content> files = server(Platform.X86_64, azureIdentity());
    files.putAll(descriptions(existing("deployment/src/main/azure-streaming")));
    return configured("azure-functions-streaming", files);
  }

  /**
   * The server for a container, with the index that it embeds and what makes an AOT cache there.
   */
  public Archive container() throws IOException {
    List<Path> more = new ArrayList<>(azureIdentity());
    more.addAll(jarsIn(existing(SERVER)).stream().filter(Archives::isConsole).toList());
    if (!telemetry) {
      more.addAll(jarsIn(existing(TELEMETRY)));
    }
    more.addAll(jarsIn(existing(LUCENE)));
    SortedMap<String, Content> files = server(lambda, more);
    files.put("train.sh", program("server/train.sh"));
    return configured("server", files);
  }

  /**
   * The core as an HTTP server of its own, and what starts it.
   *
   * @param more jars for the clouds that it may run on besides
   */
  private SortedMap<String, Content> server(Platform platform, List<Path> more) throws IOException {
    List<Path> jars = new ArrayList<>(jars(existing(SERVER), platform));
    jars.removeIf(Archives::isConsole);
    jars.addAll(more);
    SortedMap<String, Content> files = withLibraryBeside(jars, platform);
    files.put("run.sh", program("server/run.sh"));
    return files;
  }

  /** azure-identity and what it stands on: what the Azure app has besides, without its own API. */
  private List<Path> azureIdentity() throws IOException {
    Set<String> shared =
        jarsIn(existing(SERVER)).stream()
            .map(jar -> jar.getFileName().toString())
            .collect(Collectors.toSet());
    return jarsIn(existing("azure-functions/target/azure-functions/trefoil/lib")).stream()
        .filter(jar -> !shared.contains(jar.getFileName().toString()))
        .filter(jar -> !jar.getFileName().toString().startsWith("azure-functions-java-"))
        .toList();
  }

  private Content program(String path) throws IOException {
    Path scripts = existing("deployment/src/main");
    return new Content.Program(Files.readAllBytes(scripts.resolve(path)));
  }

  /**
   * One jar, and beside it the library that the AWS Common Runtime would otherwise unpack to {@code
   * /tmp} at each start: for platforms whose library path we know.
   */
  private SortedMap<String, Content> withLibraryBeside(List<Path> jars, Platform platform)
      throws IOException {
    SortedMap<String, Content> files = new TreeMap<>();
    files.put("lib/" + JAR, new Content.Jar(jars, Set.of(platform.library())));
    files.put("lib/" + Platform.LIBRARY, new Content.Entry(crt(platform), platform.library()));
    return files;
  }

  private Archive configured(String name, SortedMap<String, Content> files) throws IOException {
    SortedMap<String, Content> all = new TreeMap<>(files);
    // JSON is YAML, and read sooner by a function that starts.
    String text = JsonForm.of(Files.readString(config));
    all.put(CONFIG, new Content.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    return new Archive(name, all);
  }

  /**
   * The jars of a folder in lexical order, with the native library of a platform, and what sends
   * telemetry where that is wanted.
   */
  private List<Path> jars(Path folder, Platform platform) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path jar : jarsIn(folder)) {
      jars.add(jar.getFileName().toString().matches(CRT) ? crt(platform) : jar);
    }
    if (telemetry) {
      jars.addAll(jarsIn(existing(TELEMETRY)));
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
    SortedMap<String, Content> files = below(app);
    files.keySet().removeIf(path -> !DESCRIPTION.matcher(path).matches());
    return files;
  }

  /** The files of a folder and of those in it, without jars. */
  private static SortedMap<String, Content> below(Path folder) throws IOException {
    SortedMap<String, Content> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder, 2)) {
      for (Path file : all.filter(Archives::isPlain).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        files.put(path, new Content.Bytes(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  /** The console's page: a container serves it, and no function. */
  static boolean isConsole(Path jar) {
    return jar.getFileName().toString().startsWith("trefoil-console-");
  }

  private static boolean isPlain(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".jar");
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
