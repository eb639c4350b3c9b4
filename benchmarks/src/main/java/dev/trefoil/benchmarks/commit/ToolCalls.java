// What the tools of a conversation cost: this build beside another commit's, by their number.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.Functions;
import dev.trefoil.benchmarks.commit.WarmPairs.Kind;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.warm.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Warm plain calls of an agent in the middle of its work, whose tools are the same in every turn.
 */
public final class ToolCalls implements Measure {
  private static final int PAIRS = 30;
  private static final int FEW = 5;

  /** The last is the most that a request may have. */
  private static final List<Integer> NUMBERS = List.of(1, 20, 128);

  private static final int USUAL = 20;

  private final String revision;

  /**
   * @param revision as git knows it: a hash, {@code HEAD~1}, a branch
   */
  public ToolCalls(String revision) {
    this.revision = revision;
  }

  @Override
  public String name() {
    return "tools";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    OtherCommit other = OtherCommit.build(context, revision);
    int pairs = context.rounds(PAIRS, FEW);
    try (Clouds clouds = Clouds.start(context)) {
      Functions functions = new Functions(context, clouds);
      new WarmPairs(context, context.folder("commit"), pairs)
          .run(
              functions.managed(Functions.HANDLER, Built.in(context).lambda()),
              functions.managed(Functions.HANDLER, other.lambda()),
              other.id(),
              kinds(),
              results);
    }
    results.note(other.note(name(), pairs));
  }

  /**
   * One service by every number of tools, another by the usual one. Not Vertex AI: its emulator
   * takes many times as long for the schemas as the call that is measured.
   */
  private static List<Kind> kinds() throws IOException {
    List<Kind> kinds = new ArrayList<>();
    for (int number : NUMBERS) {
      kinds.add(kind(Service.BEDROCK, number));
    }
    kinds.add(kind(Service.AZURE, USUAL));
    return kinds;
  }

  private static Kind kind(Service service, int number) throws IOException {
    String body = new Toolbox(number).conversation(service.target());
    // About as much work in a block of each.
    int calls = 3_000 / (10 + number);
    return new Kind(
        "%s plain, %d × 2 KB of tools".formatted(service.service(), number),
        Events.chatOf(body),
        calls,
        5 * calls);
  }
}
