// What is measured: the archives, as they are deployed.
package dev.trefoil.benchmarks;

import dev.trefoil.deployment.archive.Archive;
import dev.trefoil.deployment.archive.ArchiveWriter;
import dev.trefoil.deployment.archive.Archives;
import dev.trefoil.deployment.archive.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The archives of this build, for this machine, unpacked where their platforms would have them. */
public final class Built {
  private final Archives archives;
  private final ArchiveWriter writer;

  private Built(Archives archives, ArchiveWriter writer) {
    this.archives = archives;
    this.writer = writer;
  }

  public static Built in(BenchmarkContext context) throws IOException {
    return new Built(
        new Archives(
            context.home(), context.platform(), context.home().resolve("deployment/trefoil.yaml")),
        new ArchiveWriter(context.folder("archives")));
  }

  /** All archives as files. */
  public List<Written> written() throws IOException {
    List<Written> written = new ArrayList<>();
    for (Archive archive : archives.all()) {
      written.add(writer.write(archive));
    }
    return written;
  }

  /** The HTTP function of AWS, as Lambda has it in {@code /var/task}. */
  public Path lambda() throws IOException {
    return unpacked("aws-lambda");
  }

  /** The same with what starts it as a runtime of its own. */
  public Path lambdaNativeStreaming() throws IOException {
    return unpacked("aws-lambda-native-streaming");
  }

  /** The same with what its servlet form has as a layer. */
  public Path lambdaWithServlet() throws IOException {
    return writer.unpack(archives.lambdaWithServlet());
  }

  /** The app of Azure's functions, as the Functions host has it. */
  public Path azureFunction() throws IOException {
    return unpacked("azure-functions");
  }

  /** The server, as a container has it. */
  public Path server() throws IOException {
    return writer.unpack(archives.container());
  }

  private Path unpacked(String name) throws IOException {
    for (Archive archive : archives.all()) {
      if (archive.name().equals(name)) {
        return writer.unpack(archive);
      }
    }
    throw new IOException("there is no archive " + name);
  }
}
