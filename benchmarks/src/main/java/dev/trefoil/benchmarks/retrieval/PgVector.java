// pgvector from npm, as locked: a database's graphs beside ours.
package dev.trefoil.benchmarks.retrieval;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.process.Program;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PGlite, which is Postgres in WebAssembly on Node.js, with pgvector. */
final class PgVector {
  private static final Path SOURCE = Path.of("benchmarks/src/main/npm/pgvector");

  private PgVector() {}

  /**
   * What became of the questions.
   *
   * @param built seconds that rows and graph took
   * @param millis of each question
   * @param found places of each question's nearest
   */
  record Answers(double built, double[] millis, List<List<Integer>> found) {}

  /** Empty where it cannot be had on this machine. */
  static Optional<Answers> ask(
      BenchmarkContext context, float[][] chunks, float[][] questions, int nearest)
      throws IOException {
    if (Program.find("node").isEmpty() || Program.find("npm").isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = context.folder("pgvector");
      try (Stream<Path> files = Files.list(context.home().resolve(SOURCE))) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      if (!Files.exists(folder.resolve("node_modules"))) {
        context.say("installing PGlite and pgvector from npm");
        Program.run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      }
      write(folder.resolve("chunks.f32"), chunks);
      write(folder.resolve("questions.f32"), questions);
      context.say("retrieval: pgvector builds its graph");
      String said =
          Program.run(
              folder,
              List.of(
                  "node",
                  "pgvector.mjs",
                  folder.toString(),
                  Integer.toString(chunks[0].length),
                  Integer.toString(chunks.length),
                  Integer.toString(questions.length),
                  Integer.toString(nearest)));
      return Optional.of(read(Json.readWhole(said.strip()), questions.length));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void write(Path file, float[][] vectors) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(vectors.length * vectors[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : vectors) {
      for (float each : vector) {
        bytes.putFloat(each);
      }
    }
    Files.write(file, bytes.array());
  }

  private static Answers read(JrsObject json, int questions) {
    double[] millis = new double[questions];
    List<List<Integer>> found = new ArrayList<>();
    for (Iterator<JrsValue> all = ((JrsArray) json.get("found")).elements(); all.hasNext(); ) {
      JrsArray one = (JrsArray) all.next();
      millis[found.size()] = Double.parseDouble(one.get(0).asText());
      List<Integer> places = new ArrayList<>();
      for (int i = 1; i < one.size(); i++) {
        places.add(Integer.parseInt(one.get(i).asText()));
      }
      found.add(places);
    }
    return new Answers(Double.parseDouble(Json.text(json, "built").orElse("0")), millis, found);
  }
}
