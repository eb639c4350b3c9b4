// The Java worker's part: loads the app's functions and makes its injector.
package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Loads functions. Sources: JavaFunctionBroker, MessageHandler and JavaWorkerClient of
 * azure-functions-java-worker 2.17.0
 */
final class JavaWorker implements AutoCloseable {
  private final Map<Path, ClassLoader> loaders = new HashMap<>();
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private Optional<FunctionInstanceInjector> injector = Optional.empty();

  /**
   * Loads a function. An exception is answered. An error ends the task in the worker's thread pool,
   * which keeps it to itself: there is no answer, and no word about it.
   */
  Loaded load(Path jar, String entryPoint) throws InterruptedException {
    try {
      return threads.submit(() -> answer(jar, entryPoint)).get();
    } catch (ExecutionException e) {
      return new Loaded.Silent();
    }
  }

  private Loaded answer(Path jar, String entryPoint) {
    try {
      if (!loaders.containsKey(jar)) {
        loaders.put(jar, AppClassLoader.of(jar));
      }
      ClassLoader loader = loaders.get(jar);
      // Before the function's class, and again with the next function if it did not come to an end.
      if (injector.isEmpty()) {
        injector = Optional.of(makeInjector(loader));
      }
      return new Loaded.Ready(EntryPoint.of(entryPoint, loader), injector.get(), loader);
    } catch (Exception e) {
      System.err.println(entryPoint + " was not loaded: " + e);
      return new Loaded.Failed();
    }
  }

  private static FunctionInstanceInjector makeInjector(ClassLoader loader) throws IOException {
    Thread.currentThread().setContextClassLoader(loader);
    Iterator<FunctionInstanceInjector> found =
        ServiceLoader.load(FunctionInstanceInjector.class, loader).iterator();
    FunctionInstanceInjector made = found.hasNext() ? found.next() : new NewInstances();
    if (found.hasNext()) {
      throw new IOException("the app has several implementations of FunctionInstanceInjector");
    }
    return made;
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /** What the worker does for an app that brings no injector. */
  private static final class NewInstances implements FunctionInstanceInjector {
    @Override
    public <T> T getInstance(Class<T> functionClass) throws ReflectiveOperationException {
      return functionClass.getDeclaredConstructor().newInstance();
    }
  }
}
