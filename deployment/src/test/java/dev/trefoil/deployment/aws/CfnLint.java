package dev.trefoil.deployment.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.deployment.Tool;
import java.util.Optional;

/** cfn-lint, where this machine has it. */
public final class CfnLint {
  /** Asked once: it takes seconds to say its version. */
  private static Optional<Boolean> runs = Optional.empty();

  private CfnLint() {}

  /** The program; templates come after {@code --}. */
  public static Tool tool() throws Exception {
    Tool tool = Tool.needed("cfn-lint");
    if (runs.isEmpty()) {
      runs = Optional.of(tool.run("--version").exit() == 0);
    }
    assumeTrue(runs.get(), "skipped: cfn-lint does not run here");
    return tool;
  }

  /** Python with its modules. */
  public static Tool python() throws Exception {
    return Tool.python("cfnlint");
  }
}
