package dev.trefoil.azure;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;

/**
 * Starts Trefoil before the first call. The worker makes this injector when it loads the app, and a
 * new function object for every call; what they share lives in {@link AzureApp}.
 *
 * <p>The worker catches exceptions and no errors, while it loads an app and while it makes a
 * function object: after an error the host waits for minutes for an answer that nobody sends, and
 * nothing is logged (azure-functions-java-worker 2.17.0, MessageHandler and its issue 295). So
 * whatever goes wrong at the start is kept here, written to standard error, and told to every call.
 * This class and those with the functions are compiled for Java 11 and touch the rest in their
 * methods only: an app that is set to an older Java loads, and says what it needs.
 */
public final class WarmRuntime implements FunctionInstanceInjector {
  /** Why Trefoil does not run; empty where it does. */
  private static final String FAILURE = start();

  private static String start() {
    try {
      AzureApp.start();
      return "";
    } catch (Throwable e) {
      String failure = StartupFailure.text(e);
      System.err.println(StartupFailure.logLine(failure, e));
      return failure;
    }
  }

  /**
   * @throws IllegalStateException with what went wrong at the start. It has no cause, because the
   *     worker shows a root cause's message only.
   */
  @Override
  public <T> T getInstance(Class<T> functionClass) throws ReflectiveOperationException {
    if (!FAILURE.isEmpty()) {
      throw new IllegalStateException(FAILURE);
    }
    return functionClass.getConstructor().newInstance();
  }
}
