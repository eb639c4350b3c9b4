// From the name in a function.json to the method that it means.
package dev.trefoil.local.azure.worker;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Methods of an app by their names. */
final class EntryPoint {
  private EntryPoint() {}

  /**
   * @param name the class and the method, joined by a dot
   */
  static Method of(String name, ClassLoader loader) throws ReflectiveOperationException {
    int dot = name.lastIndexOf('.');
    String methodName = name.substring(dot + 1);
    Class<?> type = Class.forName(name.substring(0, dot), false, loader);
    List<Method> methods =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getName().equals(methodName) && !method.isBridge())
            .toList();
    if (methods.size() != 1) {
      throw new NoSuchMethodException(
          name + " names " + methods.size() + " public methods, not one");
    }
    return methods.getFirst();
  }
}
