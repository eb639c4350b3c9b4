package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A process that keeps nothing loads nothing of what it would be kept by. */
class LoadedStoresTest {
  private static final String SERVICES =
      """
      auth: none
      priming: false
      services:
        openai: {kind: openai, keyFrom: "env:KEY", endpoint: "http://127.0.0.1:1/v1"}
      routes:
        chat: {targets: [openai/gpt-5.4]}
      """;

  private static final String JOBS =
      """
      jobs:
        azure:
          queue: http://127.0.0.1:1/a/jobs
          deadLetters: http://127.0.0.1:1/a/dead
          table: %s
          blobs: http://127.0.0.1:1/a/blobs
      """;

  @Test
  void withoutJobsNoStoreIsLoaded() throws Exception {
    assertThat(loaded(SERVICES)).isEmpty();
  }

  @Test
  void whereNoTableIsDeployedNoStoreIsLoaded() throws Exception {
    assertThat(loaded(SERVICES + JOBS.formatted("none"))).isEmpty();
  }

  @Test
  void withJobsThatOfTheHostCloudIsLoadedAndNoOther() throws Exception {
    assertThat(loaded(SERVICES + JOBS.formatted("http://127.0.0.1:1/a/jobs")))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).startsWith("dev.trefoil.store.azure."));
  }

  /** The clouds' classes that are loaded by the start of a process on Azure. */
  private static List<String> loaded(String config) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    try (Watched fresh = new Watched(classPath.toArray(URL[]::new))) {
      Class<?> cloud = fresh.loadClass("dev.trefoil.policy.Cloud");
      AutoCloseable runtime =
          (AutoCloseable)
              fresh
                  .loadClass("dev.trefoil.runtime.TrefoilRuntime")
                  .getMethod("start", cloud, Map.class)
                  .invoke(
                      null,
                      cloud.getField("AZURE").get(null),
                      Map.of("TREFOIL_CONFIG", config, "KEY", "k", "TREFOIL_LOOPBACK", "true"));
      try (runtime) {
        return fresh.loadedOfStores();
      }
    }
  }

  /** Loads everything itself, and says what it has loaded. */
  private static final class Watched extends URLClassLoader {
    Watched(URL[] classPath) {
      super(classPath, ClassLoader.getPlatformClassLoader());
    }

    List<String> loadedOfStores() throws Exception {
      Path classes = Path.of("target", "classes");
      try (Stream<Path> files = Files.walk(classes.resolve("dev/trefoil/store"))) {
        return files
            .filter(file -> file.toString().endsWith(".class"))
            .map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
            .map(name -> name.substring(0, name.length() - ".class".length()))
            .filter(name -> name.matches("dev[.]trefoil[.]store[.](aws|azure|gcp)[.].*"))
            .filter(name -> findLoadedClass(name) != null)
            .toList();
      }
    }
  }
}
