// What warm calls on Lambda cost: this build beside another commit's, by service or number of
// tools.
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
import java.util.function.Supplier;

/** Warm calls of the function on Lambda, of some kinds. */
public final class LambdaCalls implements Measure {
  private static final int PAIRS = 30;
  private static final int FEW = 5;

  /** The last is the most that a request may have. */
  private static final List<Integer> NUMBERS_OF_TOOLS = List.of(1, 20, 128);

  private static final int USUAL = 20;

  private final String name;
  private final Supplier<List<Kind>> kinds;
  private final String revision;

  private LambdaCalls(String name, Supplier<List<Kind>> kinds, String revision) {
    this.name = name;
    this.kinds = kinds;
    this.revision = revision;
  }

  /**
   * Plain calls of an agent in the middle of its work, whose tools are the same in every turn: to
   * one service by every number of tools, to another by the usual one. Not to Vertex AI: its
   * emulator takes many times as long for the schemas as the call that is measured.
   *
   * @param revision as git knows it: a hash, {@code HEAD~1}, a branch
   */
  public static LambdaCalls withTools(String revision) {
    return new LambdaCalls("tools", LambdaCalls::tools, revision);
  }

  /** Plain calls to each cloud's service. */
  public static LambdaCalls ofServices(String revision) {
    return new LambdaCalls("services", LambdaCalls::services, revision);
  }

  @Override
  public String name() {
    return name;
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
              kinds.get(),
              results);
    }
    results.note(other.note(name, pairs));
  }

  private static List<Kind> tools() {
    List<Kind> kinds = new ArrayList<>();
    for (int number : NUMBERS_OF_TOOLS) {
      kinds.add(tools(Service.BEDROCK, number));
    }
    kinds.add(tools(Service.AZURE, USUAL));
    return kinds;
  }

  private static List<Kind> services() {
    List<Kind> kinds = new ArrayList<>();
    for (Service service : Service.values()) {
      kinds.add(
          new Kind(service.service() + " plain", Events.chat(service.target(), false), 300, 2_000));
    }
    return kinds;
  }

  private static Kind tools(Service service, int number) {
    // About as much work in a block of each.
    int calls = 3_000 / (10 + number);
    return new Kind(
        "%s plain, %d × 2 KB of tools".formatted(service.service(), number),
        Events.chatOf(new Toolbox(number).conversation(service.target())),
        calls,
        5 * calls);
  }
}
