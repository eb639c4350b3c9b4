package dev.trefoil.deployment.aws;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.deployment.Tool;

/** cfn-lint, where this machine has it. */
public final class CfnLint {
  private CfnLint() {}

  /** The program; templates come after {@code --}. */
  public static Tool tool() throws Exception {
    Tool tool = Tool.needed("cfn-lint");
    assumeTrue(tool.run("--version").exit() == 0, "skipped: cfn-lint does not run here");
    return tool;
  }

  /** Python with its modules. */
  public static Tool python() throws Exception {
    return Tool.python("cfnlint");
  }
}
