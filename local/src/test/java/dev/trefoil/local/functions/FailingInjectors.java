package dev.trefoil.local.functions;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;

/** Injectors that fail in one way each. */
public final class FailingInjectors {
  private FailingInjectors() {}

  /** Cannot be made: what it throws becomes an error in an initialiser. */
  public static final class InItsInitialiser implements FunctionInstanceInjector {
    private static final String NEVER = fail();

    private static String fail() {
      throw new IllegalStateException("nobody hears of this");
    }

    @Override
    public <T> T getInstance(Class<T> functionClass) {
      throw new IllegalStateException(NEVER);
    }
  }

  /** Ends in an error when an object is wanted. */
  public static final class WithAnError implements FunctionInstanceInjector {
    @Override
    public <T> T getInstance(Class<T> functionClass) {
      throw new LinkageError("nobody hears of this");
    }
  }

  /** Ends in an exception when an object is wanted. */
  public static final class WithAnException implements FunctionInstanceInjector {
    @Override
    public <T> T getInstance(Class<T> functionClass) {
      throw new IllegalStateException("this is told");
    }
  }
}
