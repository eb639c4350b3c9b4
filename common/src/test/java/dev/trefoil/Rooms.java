package dev.trefoil;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The packages of the core, and the picture of their arrows that CONTRIBUTING.md shows. */
final class Rooms {
  /** A room imports only rooms above it in this list. */
  static final List<String> ALL =
      List.of(
          "net",
          "chat",
          "json",
          "chat.text",
          "http",
          "provider",
          "schema",
          "policy",
          "log",
          "health",
          "identity",
          "store",
          "store.aws",
          "store.azure",
          "store.gcp",
          "retrieval",
          "auth",
          "conversation",
          "files",
          "ingestion",
          "provider.http",
          "retrieval.azuresearch",
          "provider.bedrock",
          "provider.openai",
          "provider.vertex",
          "provider.anthropic",
          "routing.residency",
          "routing",
          "attempt",
          "hedge",
          "continuation",
          "fallback",
          "gateway",
          "telemetry",
          "cache",
          "shadow",
          "guardrail",
          "usage",
          "vectorstore",
          "report",
          "agent",
          "door",
          "door.chat",
          "door.responses",
          "door.messages",
          "door.models",
          "door.admin",
          "door.files",
          "job",
          "endpoints",
          "config",
          "rehearsal",
          "runtime");

  private Rooms() {}

  static String of(JavaClass type) {
    return type.getPackageName().replaceFirst("^dev\\.trefoil\\.?", "");
  }

  /** A Mermaid graph of what imports what. An arrow that follows from others is left out. */
  static String picture(JavaClasses classes) {
    Map<String, Set<String>> imports = imports(classes);
    StringBuilder graph = new StringBuilder("```mermaid\ngraph BT\n");
    imports.forEach(
        (room, others) ->
            others.stream()
                .filter(other -> others.stream().noneMatch(via -> reaches(imports, via, other)))
                .forEach(other -> graph.append("  %s --> %s%n".formatted(room, other))));
    return graph.append("```\n").toString();
  }

  private static Map<String, Set<String>> imports(JavaClasses classes) {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (JavaClass type : classes) {
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        String room = of(type);
        String other = of(dependency.getTargetClass());
        if (ALL.contains(other) && !other.equals(room)) {
          imports.computeIfAbsent(room, ignored -> new TreeSet<>()).add(other);
        }
      }
    }
    return imports;
  }

  /** Whether one room imports another, by whatever way. */
  private static boolean reaches(Map<String, Set<String>> imports, String from, String to) {
    Set<String> next = imports.getOrDefault(from, Set.of());
    return next.contains(to) || next.stream().anyMatch(via -> reaches(imports, via, to));
  }
}
