// `trefoil compare`: what every target of a route makes of the same prompts.
package dev.trefoil.local;

import dev.trefoil.local.compare.Comparison;
import dev.trefoil.local.compare.Endpoint;
import dev.trefoil.local.compare.JsonReport;
import dev.trefoil.local.compare.MarkdownReport;
import dev.trefoil.local.compare.Prompt;
import dev.trefoil.local.compare.PromptFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running Trefoil, and prints a table: targets down, what their answers are like across. */
@Command(
    name = "compare",
    description = {
      "Sends the prompts of a file to every target of a route of a running Trefoil, and prints how the"
          + " answers differ: length, form, refusals, cost and time, and with --judge whether they"
          + " say the same as those of the route's first target. Every call is paid for.",
      "The file has a JSON object on each line, {\"prompt\": \"…\"} or {\"messages\": […]} with"
          + " whatever else a chat request may have, or otherwise plain prompts with an empty line"
          + " between them.",
      "A refusal is what a service says is one, or a text that begins as one does in English.",
      "Exits with 0 when every target answered every prompt, 1 when one did not, 2 for wrong"
          + " options or a file that cannot be read."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  private static final int MOST_AT_ONCE = 32;

  /** Clears the line that it is written to. */
  private static final String AFRESH = "\r\u001b[K";

  @Option(
      names = "--route",
      required = true,
      paramLabel = "NAME",
      description = "The route whose targets are compared. It has to permit `provider`.")
  private String route;

  @Option(
      names = "--judge",
      paramLabel = "NAME",
      description = "A route or target that is asked whether two answers say the same.")
  private Optional<String> judge = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where Trefoil answers. Default: ${DEFAULT-VALUE}, where `up` has it.")
  private URI url = URI.create("http://127.0.0.1:" + (Ports.DEFAULT_FIRST + 1));

  @Option(
      names = "--key-from",
      paramLabel = "VARIABLE",
      description =
          "The environment variable with the key or token to call with. Default: ${DEFAULT-VALUE},"
              + " which need not be set where nobody asks for a key.")
  private String variable = "TREFOIL_KEY";

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many calls are made at once, 1 to 32. Default: ${DEFAULT-VALUE}.")
  private int parallel = 4;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes every answer and the figures to a file as well.")
  private Optional<Path> json = Optional.empty();

  @Parameters(index = "0", paramLabel = "FILE", description = "The prompts, at most 1,000.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<Prompt> prompts;
    Endpoint endpoint;
    try {
      if (parallel < 1 || parallel > MOST_AT_ONCE) {
        throw new IllegalArgumentException(
            "--parallel takes a number from 1 to " + MOST_AT_ONCE + ", not " + parallel);
      }
      prompts = PromptFile.read(file);
      endpoint = Endpoint.of(url, Optional.ofNullable(System.getenv(variable)));
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    Consumer<String> progress = progress();
    try (endpoint) {
      Comparison comparison = Comparison.run(endpoint, route, judge, prompts, parallel, progress);
      progress.accept("");
      System.out.print(MarkdownReport.of(comparison));
      if (json.isPresent()) {
        Files.writeString(json.get(), JsonReport.of(comparison));
      }
      return comparison.isComplete() ? 0 : 1;
    } catch (IOException e) {
      progress.accept("");
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** A line that is written over, for a person who looks on; nothing in a file. */
  private static Consumer<String> progress() {
    return Boolean.getBoolean("trefoil.terminal")
        ? line -> System.err.print(AFRESH + line)
        : line -> {};
  }
}
