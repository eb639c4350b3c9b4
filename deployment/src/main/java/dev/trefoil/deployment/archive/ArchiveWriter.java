// Archives as files: same contents, same bytes.
package dev.trefoil.deployment.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes archives into a folder. Entries are sorted and bear one time and plain permissions; with
 * the same JDK, whose compression counts, the same contents are the same bytes.
 */
public final class ArchiveWriter {
  private static final int FILE = 0100644;
  private static final int EXECUTABLE = 0100755;

  private final Path folder;
  private final Packer packer = new Packer();

  public ArchiveWriter(Path folder) {
    this.folder = folder;
  }

  /** Writes the archive as a zip file, over one that may be there. */
  public Written write(Archive archive) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(archive.name() + ".zip");
    Map<String, Packed> packed = packed(archive);
    List<Written.Part> parts = new ArrayList<>();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
      for (Map.Entry<String, Content> one : archive.files().entrySet()) {
        Packed part = packed.get(one.getKey());
        out.addRawArchiveEntry(
            entry(one.getKey(), mode(one.getValue()), part),
            new ByteArrayInputStream(part.deflated()));
        parts.add(new Written.Part(one.getKey(), part.deflated().length));
      }
    }
    return new Written(file, Files.size(file), List.copyOf(parts));
  }

  /** Writes the archive's files into a folder of its name, in place of what may be there. */
  public Path unpack(Archive archive) throws IOException {
    Path place = folder.resolve(archive.name());
    delete(place);
    for (Map.Entry<String, Content> one : archive.files().entrySet()) {
      Path file = place.resolve(one.getKey());
      Files.createDirectories(file.getParent());
      switch (one.getValue()) {
        case Content.Bytes content -> Files.write(file, content.bytes());
        case Content.Program program -> {
          Files.write(file, program.bytes());
          if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
          }
        }
        case Content.Jar jar ->
            Files.write(file, StoredJar.of(Files.readAllBytes(jar.file()), jar.without()));
      }
    }
    return place;
  }

  private Map<String, Packed> packed(Archive archive) throws IOException {
    try {
      return archive.files().entrySet().parallelStream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  one -> packer.pack(one.getValue()),
                  (first, second) -> first,
                  LinkedHashMap::new));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ZipArchiveEntry entry(String path, int mode, Packed packed) {
    ZipArchiveEntry entry = new ZipArchiveEntry(path);
    entry.setTimeLocal(Stamp.TIME);
    entry.setUnixMode(mode);
    entry.setMethod(ZipArchiveEntry.DEFLATED);
    entry.setSize(packed.size());
    entry.setCompressedSize(packed.deflated().length);
    entry.setCrc(packed.crc());
    return entry;
  }

  private static int mode(Content content) {
    return switch (content) {
      case Content.Program program -> EXECUTABLE;
      case Content.Bytes file -> FILE;
      case Content.Jar jar -> FILE;
    };
  }

  private static void delete(Path place) throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
