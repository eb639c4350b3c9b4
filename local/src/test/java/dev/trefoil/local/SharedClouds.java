package dev.trefoil.local;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One {@link RunningClouds} for all test classes that ask for it, as if just started before each
 * test; ended after the last class.
 */
public final class SharedClouds implements ParameterResolver, BeforeEachCallback {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(RunningClouds.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return clouds(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clouds(context).reset();
  }

  private static RunningClouds clouds(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedClouds.class))
        .computeIfAbsent(
            RunningClouds.class,
            type -> {
              try {
                return new RunningClouds();
              } catch (Exception e) {
                throw new IllegalStateException("the clouds do not start", e);
              }
            },
            RunningClouds.class);
  }
}
