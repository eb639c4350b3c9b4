package dev.trefoil.local.functions;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;

/** Says on standard output that it was made, and marks the objects that it makes. */
public final class EchoInjector implements FunctionInstanceInjector {
  /** For the ServiceLoader. */
  public EchoInjector() {
    System.out.println("the injector is there");
  }

  @Override
  public <T> T getInstance(Class<T> functionClass) {
    return functionClass.cast(new EchoAzureFunction("injector"));
  }
}
