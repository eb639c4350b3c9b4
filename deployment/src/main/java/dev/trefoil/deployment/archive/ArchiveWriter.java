// Archives as files: same contents, same bytes.
package dev.trefoil.deployment.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    List<Written.Part> parts = new ArrayList<>();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
      for (Map.Entry<String, Content> one : archive.files().entrySet()) {
        Packed packed = packer.pack(one.getValue());
        out.addRawArchiveEntry(entry(one.getKey(), mode(one.getValue()), packed), packed.stream());
        packed.pieces().forEach(piece -> parts.add(part(one.getKey(), piece)));
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
      try (OutputStream out = Files.newOutputStream(file)) {
        for (Piece piece : Packer.pieces(one.getValue())) {
          out.write(piece.bytes());
        }
      }
      if (mode(one.getValue()) == EXECUTABLE && !file.toFile().setExecutable(true, false)) {
        throw new IOException(file + " cannot be made executable");
      }
    }
    return place;
  }

  private static Written.Part part(String path, Packed.Deflated piece) {
    String name = piece.source().isEmpty() ? path : path + "!" + piece.source();
    return new Written.Part(name, piece.bytes().length);
  }

  private static ZipArchiveEntry entry(String path, int mode, Packed packed) {
    ZipArchiveEntry entry = new ZipArchiveEntry(path);
    entry.setTimeLocal(Stamp.TIME);
    entry.setUnixMode(mode);
    entry.setMethod(ZipArchiveEntry.DEFLATED);
    entry.setSize(packed.size());
    entry.setCompressedSize(packed.length());
    entry.setCrc(packed.crc());
    return entry;
  }

  private static int mode(Content content) {
    return switch (content) {
      case Content.Program program -> EXECUTABLE;
      case Content.Bytes file -> FILE;
      case Content.Entry file -> FILE;
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
