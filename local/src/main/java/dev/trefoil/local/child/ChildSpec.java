// All that decides what a child JVM runs, and in which surroundings.
package dev.trefoil.local.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JVM to be started.
 *
 * @param name how its output is marked, as {@code aws-1}
 * @param directory its working directory
 * @param jvmFlags what stands between {@code java} and the class path
 * @param classPath its application class path, which stands before {@link ParentBound}'s
 * @param command the main class and its arguments
 * @param environment all of its environment: nothing is inherited
 */
public record ChildSpec(
    String name,
    Path directory,
    List<String> jvmFlags,
    List<Path> classPath,
    List<String> command,
    Map<String, String> environment) {

  public ChildSpec {
    jvmFlags = List.copyOf(jvmFlags);
    classPath = List.copyOf(classPath);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same under another name. */
  public ChildSpec named(String other) {
    return new ChildSpec(other, directory, jvmFlags, classPath, command, environment);
  }

  /** The same with more variables, which win over those that are there. */
  public ChildSpec with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new ChildSpec(name, directory, jvmFlags, classPath, command, all);
  }
}
