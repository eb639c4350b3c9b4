package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What the worker does with this app on Java 17, up to a call: it makes the injector, loads each
 * function's class without initialising it, lists its methods, and asks the injector for an object.
 * An error anywhere there would be an answer that never comes.
 */
class OlderJavaTest {
  private static final List<Class<?>> FUNCTIONS =
      List.of(HttpTriggerFunction.class, JobTriggerFunctions.class, ProbeFunction.class);

  @Test
  void everyFunctionLoadsAndEachCallSaysWhichJavaIsNeeded() throws Exception {
    ClassLoader loader = new Java17();
    FunctionInstanceInjector injector =
        ServiceLoader.load(FunctionInstanceInjector.class, loader).iterator().next();

    for (Class<?> function : FUNCTIONS) {
      Class<?> loaded = Class.forName(function.getName(), false, loader);
      assertThat(loaded).isNotSameAs(function);
      assertThat(loaded.getMethods()).hasSameSizeAs(function.getMethods());
      assertThatThrownBy(() -> injector.getInstance(loaded))
          .isInstanceOf(Exception.class)
          .hasMessageStartingWith("Trefoil needs Java 21 or newer and this app runs on Java ")
          .hasNoCause();
    }
  }

  /** Refuses newer class files, as the JVM of that version does. */
  private static final class Java17 extends ClassLoader {
    private static final int CLASS_FILE_VERSION = 61;

    Java17() {
      super(OlderJavaTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.trefoil.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        if (ByteBuffer.wrap(bytes).getShort(6) > CLASS_FILE_VERSION) {
          throw new UnsupportedClassVersionError(name + " is of a newer Java");
        }
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
