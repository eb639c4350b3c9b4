// `trefoil package`: the archives and the container's folder, with their sizes and what they are
// made of.
package dev.trefoil.deployment;

import dev.trefoil.deployment.archive.Archive;
import dev.trefoil.deployment.archive.ArchiveWriter;
import dev.trefoil.deployment.archive.Archives;
import dev.trefoil.deployment.archive.NamedPackage;
import dev.trefoil.deployment.archive.Platform;
import dev.trefoil.deployment.archive.Written;
import dev.trefoil.deployment.doctor.Refusal;
import dev.trefoil.deployment.models.DateOption;
import dev.trefoil.deployment.models.TableOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what is deployed. */
@Command(
    name = "package",
    description =
        "Writes the archives that are deployed, and the container's folder, with a configuration that"
            + " `doctor` finds nothing to mend in.",
    mixinStandardHelpOptions = true)
final class PackageCommand implements Callable<Integer> {
  private static final int PARTS_SHOWN = 5;
  private static final Pattern TELEMETRY =
      Pattern.compile("^[{\\s]*[\"']?telemetry[\"']?\\s*:", Pattern.MULTILINE);

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where to; target/package of the repository unless given.")
  private Path output;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration that goes into the archives; deployment/trefoil.yaml unless given.")
  private Path config;

  @Option(
      names = "--architecture",
      paramLabel = "ARCH",
      converter = Platform.Converter.class,
      description =
          "The processors that the Lambda functions and the container run on: arm64 or x86_64."
              + " Default: arm64. Azure Functions and Cloud Run functions have x86_64 only.")
  private Platform architecture = Platform.ARM64;

  @Option(
      names = "--telemetry",
      description =
          "Puts what sends traces and metrics into the functions too, 1.4 MB; as a 'telemetry' of"
              + " the configuration does. The container has it anyway.")
  private boolean telemetry;

  @Mixin private TableOption table;

  @Mixin private DateOption date;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path home = Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
    Path folder = output == null ? home.resolve("target/package") : output;
    try {
      Path yaml = config == null ? home.resolve("deployment/trefoil.yaml") : config;
      if (!Files.isReadable(yaml)) {
        throw new IOException("--config names " + yaml + ", which cannot be read");
      }
      Refusal refusal = Refusal.of(yaml, table.env(), date.day());
      PrintWriter err = spec.commandLine().getErr();
      err.print(refusal.text());
      err.flush();
      if (refusal.refused()) {
        err.println("nothing is packaged: " + yaml + " has to be mended first");
        return 1;
      }
      ArchiveWriter writer = new ArchiveWriter(folder);
      Archives archives = new Archives(home, architecture, yaml, telemetry || hasTelemetry(yaml));
      for (Archive archive : archives.all()) {
        System.out.print(described(writer.write(archive)));
      }
      System.out.printf("%s/  for the Dockerfile%n", writer.unpack(archives.container()));
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** By its line alone: what is filled in from the environment is not known here. */
  private static boolean hasTelemetry(Path yaml) throws IOException {
    return TELEMETRY.matcher(Files.readString(yaml)).find();
  }

  private static String described(Written archive) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("%6s MB  %s%n".formatted(megabytes(archive.bytes()), archive.file()));
    archive.largest(PARTS_SHOWN).stream()
        .map(part -> "%12s  %s%n".formatted(megabytes(part.bytes()), part.name()))
        .forEach(text::append);
    String packages =
        NamedPackage.in(archive.file()).stream()
            .map(NamedPackage::toString)
            .collect(Collectors.joining(", "));
    return text.append("%12s  %s%n".formatted("holds", packages)).toString();
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
