// Another commit of this repository, built as a person would build it.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.process.Program;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Its archives, as its own {@code ./trefoil package} has written them.
 *
 * @param id the first digits of its hash
 * @param packaged the folder with the archives
 */
record OtherCommit(String id, Path packaged) {
  private static final int DIGITS = 12;

  /**
   * Clones this repository at {@code revision} and builds it, unless an earlier run has.
   *
   * @throws IOException when there is no such commit, or it does not build
   */
  static OtherCommit build(BenchmarkContext context, String revision)
      throws IOException, InterruptedException {
    String hash =
        Program.run(
                context.home(),
                List.of("git", "rev-parse", "--verify", "--quiet", revision + "^{commit}"))
            .strip();
    String id = hash.substring(0, DIGITS);
    Path folder = context.folder("commits").resolve(id);
    Path packaged = folder.resolve("packaged");
    if (!Files.exists(packaged)) {
      context.say("building " + id + ", the commit to compare with");
      Path source = folder.resolve("source");
      if (!Files.exists(source)) {
        Program.run(
            context.home(),
            List.of("git", "clone", "--quiet", "--no-checkout", ".", source.toString()));
      }
      Program.run(source, List.of("git", "checkout", "--quiet", "--detach", hash));
      Path half = folder.resolve("half");
      Program.run(
          source,
          List.of(
              "./trefoil",
              "package",
              "--architecture",
              context.platform().toString(),
              "--output",
              half.toString()));
      unpack(half.resolve("aws-lambda.zip"), half.resolve("aws-lambda"));
      Files.move(half, packaged);
    }
    return new OtherCommit(id, packaged);
  }

  /** The HTTP function of AWS, as Lambda has it in {@code /var/task}. */
  Path lambda() {
    return packaged.resolve("aws-lambda");
  }

  /** The app of Azure's functions, as the Functions host has it. */
  Path azureFunction() throws IOException {
    Path app = packaged.resolve("azure-functions");
    if (!Files.exists(app)) {
      Path half = packaged.resolve("half");
      unpack(packaged.resolve("azure-functions.zip"), half);
      Files.move(half, app);
    }
    return app;
  }

  /** The server, as a container has it. */
  Path server() {
    return packaged.resolve("server");
  }

  /** How large an archive is, in bytes; empty where that commit had none of this name. */
  Optional<Long> bytes(String archive) throws IOException {
    Path file = packaged.resolve(archive);
    return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
  }

  /** For the reader of a measure that compared with it. */
  String note(String measure, int pairs) {
    return "%s: compared with %s in %d pairs; in brackets behind a ratio its 95 %% bounds, which goals are held to"
        .formatted(measure, id, pairs);
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(zip));
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path place = folder.resolve(entry.getName());
        Files.createDirectories(place.getParent());
        Files.copy(in, place, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
