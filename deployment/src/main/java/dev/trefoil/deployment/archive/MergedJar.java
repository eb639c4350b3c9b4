// One jar in place of many. The JVM opens and asks one file in place of ninety for each class;
// stored, not compressed, since
// the archive around it then compresses a third better and classes load sooner.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Merges jars as a class path would show them: of entries with one name the first is kept, names of
 * service providers are gathered, versions of classes stay with their classes. What nothing reads
 * is left out ({@link Use}); licences and notices lie in {@code META-INF/licenses}, a folder a jar.
 *
 * <p>Of our own, since maven-shade-plugin knows the artefacts of one module, compresses, and cannot
 * choose a native library for the platform that is deployed to.
 */
final class MergedJar {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/\\d+/");

  private final Set<String> without;
  private final Set<String> taken = new HashSet<>();
  private final SortedMap<String, Set<String>> services = new TreeMap<>();
  private final SortedMap<String, byte[]> licences = new TreeMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream out = new ZipOutputStream(bytes);
  private final List<Piece> pieces = new ArrayList<>();

  private MergedJar(Set<String> without) {
    this.without = without;
    out.setMethod(ZipOutputStream.STORED);
  }

  /**
   * Its bytes in pieces, of which each but the first and the last two is what one jar gave: the
   * same in every merged jar to which it gives the same.
   */
  static List<Piece> of(Content.Jar jar) throws IOException {
    return new MergedJar(jar.without()).merged(jar.jars());
  }

  private List<Piece> merged(List<Path> jars) throws IOException {
    store(JarFile.MANIFEST_NAME, manifest(jars));
    cut("");
    for (Path jar : jars) {
      add(jar);
      cut(jar.getFileName().toString());
    }
    for (Map.Entry<String, Set<String>> one : services.entrySet()) {
      store(
          one.getKey(),
          (String.join("\n", one.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, byte[]> one : licences.entrySet()) {
      store(one.getKey(), one.getValue());
    }
    cut("");
    out.close();
    cut("");
    return List.copyOf(pieces);
  }

  private static byte[] manifest(List<Path> jars) throws IOException {
    boolean multiRelease = false;
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        multiRelease |= file.isMultiRelease();
      }
    }
    String text = "Manifest-Version: 1.0\n" + (multiRelease ? "Multi-Release: true\n" : "") + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void add(Path jar) throws IOException {
    Set<String> here = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(entry -> !entry.isDirectory()).toList()) {
        String name = entry.getName();
        byte[] content = file.getInputStream(entry).readAllBytes();
        switch (Use.of(name)) {
          case NONE -> {}
          case SERVICE ->
              services
                  .computeIfAbsent(name, key -> new LinkedHashSet<>())
                  .addAll(providers(content));
          case LICENCE ->
              licences.put("META-INF/licenses/" + jar.getFileName() + "/" + name, content);
          case RUN -> {
            if (isSeen(name, file.isMultiRelease()) && here.add(name)) {
              store(name, content);
            }
          }
        }
      }
    }
    taken.addAll(here);
  }

  /**
   * Whether a class path would show it: a version of a class hides the class of its own jar only.
   */
  private boolean isSeen(String name, boolean multiRelease) {
    String plain = VERSIONED.matcher(name).replaceFirst("");
    boolean versioned = !plain.equals(name);
    return !without.contains(name) && !taken.contains(plain) && (multiRelease || !versioned);
  }

  private static List<String> providers(byte[] file) {
    return new String(file, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private void store(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(Stamp.TIME);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private void cut(String source) {
    pieces.add(new Piece(source, bytes.toByteArray()));
    bytes.reset();
  }
}
