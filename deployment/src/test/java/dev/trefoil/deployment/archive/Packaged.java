package dev.trefoil.deployment.archive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.deployment.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The archives as {@code trefoil package} writes them, for this machine's processors; once for all
 * tests.
 */
public final class Packaged {
  private static final Path FOLDER = Path.of("target", "packaged");
  private static final Map<String, Written> ARCHIVES = write();
  private static final Map<String, Map<String, List<String>>> NAMES = new ConcurrentHashMap<>();

  private Packaged() {}

  /** Those that can be started here. */
  static Platform here() {
    return System.getProperty("os.arch").equals("aarch64") ? Platform.ARM64 : Platform.X86_64;
  }

  /** They carry a native library for Linux, so that nothing else can start them. */
  static void requireStartable() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "skipped: the archives are for Linux");
  }

  static Archives archives(Platform platform) {
    Path home = Repository.home();
    return new Archives(home, platform, home.resolve("deployment/trefoil.yaml"));
  }

  /** All by their names. */
  public static Map<String, Written> all() {
    return ARCHIVES;
  }

  /** The paths in an archive. */
  static List<String> paths(String archive) {
    try (ZipFile zip = zip(archive)) {
      return Collections.list(zip.getEntries()).stream().map(ZipArchiveEntry::getName).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unpacks an archive as a platform does, permissions and all. */
  public static void unpack(String archive, Path folder) throws IOException {
    try (ZipFile zip = zip(archive)) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, file);
        }
        if ((entry.getUnixMode() & 0100) != 0) {
          file.toFile().setExecutable(true);
        }
      }
    }
  }

  /** The names of what is in the jars of an archive, by jar. */
  static Map<String, List<String>> inJars(String archive) {
    return NAMES.computeIfAbsent(
        archive,
        name -> {
          try {
            return readJars(name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Map<String, List<String>> readJars(String archive) throws IOException {
    Map<String, List<String>> all = new LinkedHashMap<>();
    try (ZipFile zip = zip(archive)) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (entry.getName().endsWith(".jar")) {
          all.put(entry.getName(), names(zip.getInputStream(entry)));
        }
      }
    }
    return all;
  }

  private static ZipFile zip(String archive) throws IOException {
    return ZipFile.builder().setPath(ARCHIVES.get(archive).file()).get();
  }

  /** Whether an archive has a class of this name, or a file. */
  public static boolean contains(String archive, String handler) {
    String type = handler.replace('.', '/') + ".class";
    return paths(archive).contains(handler)
        || inJars(archive).values().stream().anyMatch(names -> names.contains(type));
  }

  private static List<String> names(InputStream jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (var in = new java.util.zip.ZipInputStream(jar)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private static Map<String, Written> write() {
    try {
      Map<String, Written> written = new LinkedHashMap<>();
      ArchiveWriter writer = new ArchiveWriter(FOLDER);
      for (Archive archive : archives(here()).all()) {
        written.put(archive.name(), writer.write(archive));
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
