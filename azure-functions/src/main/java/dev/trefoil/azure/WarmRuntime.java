package dev.trefoil.azure;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.trefoil.log.JsonLines;
import dev.trefoil.runtime.TrefoilRuntime;
import dev.trefoil.target.Cloud;

/**
 * Builds the runtime before the first call. The worker makes this injector when it loads the app,
 * and a new function object for every call; what they share lives here.
 */
public final class WarmRuntime implements FunctionInstanceInjector {
  static final TrefoilRuntime RUNTIME = start();

  private static TrefoilRuntime start() {
    JsonLines.install(Cloud.AZURE);
    return TrefoilRuntime.start(Cloud.AZURE, System.getenv(), AzureJobs::open);
  }

  static {
    RUNTIME.priming().primeInSpareTime();
    RUNTIME.beforeFirstCall();
  }

  @Override
  public <T> T getInstance(Class<T> functionClass) throws ReflectiveOperationException {
    return functionClass.getConstructor().newInstance();
  }
}
