package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.lang.reflect.Method;

/** What the worker has answered to the host's request to load a function. */
sealed interface Loaded {
  /**
   * It is there.
   *
   * @param method what is called, on a new object each time
   */
  record Ready(Method method, FunctionInstanceInjector injector, ClassLoader loader)
      implements Loaded {
    Object newInstance() throws Exception {
      Thread.currentThread().setContextClassLoader(loader);
      return injector.getInstance(method.getDeclaringClass());
    }
  }

  /** It cannot be had, as the log says: each call of it fails. */
  record Failed() implements Loaded {}

  /** Nothing, and never will: each call of it waits. */
  record Silent() implements Loaded {}
}
