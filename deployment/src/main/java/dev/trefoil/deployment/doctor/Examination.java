// What can be said of a configuration from its text alone, wherever it is going to run.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.ConfigException;
import dev.trefoil.config.ModelTable;
import dev.trefoil.config.TrefoilConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that was looked at.
 *
 * @param text of the file; empty where it could not be read
 * @param read what it says; empty where it is not valid
 */
record Examination(String text, Optional<TrefoilConfig> read, List<Finding> findings) {
  Examination {
    findings = List.copyOf(findings);
  }

  /**
   * Reads a file and compares it with what is known of models and regions.
   *
   * @param environment that fills the placeholders and may name a newer table of models
   * @param today the day of which it is said which models are retired
   */
  static Examination of(Path file, Map<String, String> environment, LocalDate today) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> env = new HashMap<>(environment);
    Optional<ModelTable> models = models(env, findings);
    if (models.isEmpty()) {
      env.remove(ModelTable.VARIABLE);
    }
    Optional<String> text = text(file, findings);
    Optional<TrefoilConfig> read = text.flatMap(yaml -> read(file, yaml, env, findings));
    if (read.isPresent()) {
      models.ifPresent(
          known -> findings.addAll(new ModelCheck(read.get(), known, today).findings()));
      findings.addAll(OneModel.of(read.get()));
      findings.addAll(VectorCheck.of(read.get()));
      findings.addAll(RegionCheck.of(read.get()));
    }
    return new Examination(text.orElse(""), read, findings);
  }

  private static Optional<ModelTable> models(Map<String, String> env, List<Finding> findings) {
    try {
      return Optional.of(ModelTable.load(env));
    } catch (ConfigException e) {
      for (String mistake : e.mistakes()) {
        findings.add(new Finding.Fault(mistake, "docs/models.md has the fields"));
      }
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file, List<Finding> findings) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      findings.add(
          new Finding.Fault(file + " cannot be read: " + e, "name another one with --config"));
      return Optional.empty();
    }
  }

  private static Optional<TrefoilConfig> read(
      Path file, String text, Map<String, String> env, List<Finding> findings) {
    try {
      TrefoilConfig read = TrefoilConfig.parse(text, env);
      findings.add(
          new Finding.Fine(
              "%s is valid: %d services, %d routes"
                  .formatted(file, read.services().size(), read.routes().size())));
      return Optional.of(read);
    } catch (ConfigException e) {
      for (String mistake : e.mistakes()) {
        findings.add(
            new Finding.Fault(file + ": " + mistake, "docs/configuration.md has the fields"));
      }
      return Optional.empty();
    }
  }
}
