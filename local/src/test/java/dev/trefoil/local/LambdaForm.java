package dev.trefoil.local;

import java.io.IOException;
import java.nio.file.Path;

/** The forms of the HTTP function on AWS. */
public enum LambdaForm {
  PLAIN("dev.trefoil.aws.HttpLambda") {
    @Override
    public Path function(BuildOutputs build) throws IOException {
      return build.lambdaFunction();
    }
  },
  SERVLET("dev.trefoil.aws.servlet.ServletLambda") {
    @Override
    public Path function(BuildOutputs build) throws IOException {
      return build.lambdaServletFunction();
    }
  };

  private final String handler;

  LambdaForm(String handler) {
    this.handler = handler;
  }

  public String handler() {
    return handler;
  }

  /** Where the build leaves it. */
  public abstract Path function(BuildOutputs build) throws IOException;
}
