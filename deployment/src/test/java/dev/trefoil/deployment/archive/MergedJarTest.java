package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A merged jar shows what a class path of its jars would show. */
class MergedJarTest {
  private static final String VERSIONS =
      "Manifest-Version: 1.0\nMulti-Release: true\nImplementation-Title: a\n\n";

  @TempDir Path folder;

  @Test
  void theFirstOfEntriesWithOneNameIsKept() throws IOException {
    Path first = jar("b.jar", Map.of("a/One.class", "first", "a/x.txt", "first"));
    Path second = jar("a.jar", Map.of("a/One.class", "second", "a/Two.class", "second"));
    try (JarFile merged = merged(List.of(first, second), Set.of())) {
      assertThat(text(merged, "a/One.class")).isEqualTo("first");
      assertThat(text(merged, "a/x.txt")).isEqualTo("first");
      assertThat(text(merged, "a/Two.class")).isEqualTo("second");
    }
  }

  @Test
  void providersOfAllJarsAreNamedOnceInTheOrderOfTheClassPath() throws IOException {
    String name = "META-INF/services/a.Service";
    Path first = jar("a.jar", Map.of(name, "# A licence.\na.One\n\na.Two # the other\n"));
    Path second = jar("b.jar", Map.of(name, "a.Two\na.Three"));
    try (JarFile merged = merged(List.of(first, second), Set.of())) {
      assertThat(text(merged, name)).isEqualTo("a.One\na.Two\na.Three\n");
    }
  }

  @Test
  void aVersionOfAClassStaysWithTheClassThatItBelongsTo() throws IOException {
    String version = "META-INF/versions/21/";
    Path plain = jar("a.jar", Map.of("a/One.class", "plain", version + "a/Dead.class", "dead"));
    Path released =
        jar(
            "b.jar",
            Map.of(
                JarFile.MANIFEST_NAME,
                VERSIONS,
                "a/One.class",
                "hidden",
                version + "a/One.class",
                "hidden",
                "a/Two.class",
                "old",
                version + "a/Two.class",
                "new"));
    try (JarFile merged = merged(List.of(plain, released), Set.of())) {
      assertThat(merged.isMultiRelease()).isTrue();
      assertThat(text(merged, "a/One.class")).isEqualTo("plain");
      assertThat(text(merged, "a/Two.class")).isEqualTo("new");
      assertThat(merged.getEntry(version + "a/One.class")).isNull();
      assertThat(merged.getEntry(version + "a/Dead.class")).isNull();
    }
    try (JarFile merged = merged(List.of(plain), Set.of())) {
      assertThat(merged.isMultiRelease()).isFalse();
    }
  }

  @Test
  void licencesAndNoticesOfAllJarsAreKeptApart() throws IOException {
    Path first = jar("a-1.jar", Map.of("META-INF/LICENSE.txt", "A", "META-INF/NOTICE", "a"));
    Path second = jar("b-2.jar", Map.of("META-INF/LICENSE.txt", "B", "LICENSE.txt", "b"));
    try (JarFile merged = merged(List.of(first, second), Set.of())) {
      String licences = "META-INF/licenses/";
      assertThat(text(merged, licences + "a-1.jar/META-INF/LICENSE.txt")).isEqualTo("A");
      assertThat(text(merged, licences + "a-1.jar/META-INF/NOTICE")).isEqualTo("a");
      assertThat(text(merged, licences + "b-2.jar/META-INF/LICENSE.txt")).isEqualTo("B");
      assertThat(text(merged, licences + "b-2.jar/LICENSE.txt")).isEqualTo("b");
    }
  }

  @Test
  void whatNoFunctionReadsIsLeftOut() throws IOException {
    Path jar =
        jar(
            "a.jar",
            Map.of(
                "META-INF/A.SF", "",
                "META-INF/A.RSA", "",
                "module-info.class", "",
                "META-INF/versions/9/module-info.class", "",
                "META-INF/maven/g/a/pom.xml", "",
                "META-INF/maven/g/a/pom.properties", "version=1",
                "META-INF/native-image/a.json", "",
                "a/b.proto", "",
                "a/License.class", "a class",
                "linux/libx.so", ""));
    try (JarFile merged = merged(List.of(jar), Set.of("linux/libx.so"))) {
      assertThat(Collections.list(merged.entries()).stream().map(ZipEntry::getName))
          .containsExactlyInAnyOrder(
              JarFile.MANIFEST_NAME, "META-INF/maven/g/a/pom.properties", "a/License.class");
    }
  }

  @Test
  void nothingInItIsCompressed() throws IOException {
    Path jar = jar("a.jar", Map.of("a/One.class", "one one one one one one one one one"));
    try (JarFile merged = merged(List.of(jar), Set.of())) {
      assertThat(Collections.list(merged.entries()))
          .allSatisfy(entry -> assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED));
    }
  }

  private JarFile merged(List<Path> jars, Set<String> without) throws IOException {
    Path file = Files.createTempFile(folder, "merged", ".jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Piece piece : MergedJar.of(new Content.Jar(jars, without))) {
        out.write(piece.bytes());
      }
    }
    return new JarFile(file.toFile(), true, JarFile.OPEN_READ, Runtime.version());
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path file = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getJarEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
