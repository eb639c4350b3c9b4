package dev.trefoil.server.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells an AOT cache of one jar and Java from one of another. */
class CoveredTest {
  @TempDir Path folder;

  private Path release;

  @BeforeEach
  void release() throws IOException {
    release = Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
  }

  @Test
  void theSameJarAndJavaAreKnownAgain() throws IOException {
    assertThat(Covered.by(jar("a.jar", "one", 1), release))
        .isEqualTo(Covered.by(jar("b.jar", "one", 1), release));
  }

  @Test
  void aByteAnEntryAndAnotherJavaAreNoticed() throws IOException {
    Path jar = jar("a.jar", "one", 1);
    Covered before = Covered.by(jar, release);
    assertThat(Covered.by(jar("b.jar", "One", 1), release)).isNotEqualTo(before);
    assertThat(Covered.by(jar("c.jar", "one", 2), release)).isNotEqualTo(before);
    Files.writeString(release, "JAVA_VERSION=\"25.0.4\"\n");
    assertThat(Covered.by(jar, release)).isNotEqualTo(before);
  }

  @Test
  void whatIsNoJarIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.jar"), "not a jar, though long enough for one");
    assertThatThrownBy(() -> Covered.by(file, release)).isInstanceOf(IOException.class);
  }

  private Path jar(String name, String content, int entries) throws IOException {
    Path file = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries; i++) {
        JarEntry entry = new JarEntry("a/" + i + ".class");
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
