// Why a configuration is not packaged.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.Placeholders;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the doctor has to say of a configuration before it goes into archives.
 *
 * @param text findings that have to be mended, or that are worth knowing; empty for none
 * @param refused whether it is not to be packaged
 */
public record Refusal(String text, boolean refused) {

  /**
   * Examines a file as far as that is possible before it is known where it will run: a cloud's
   * identities and limits are for {@code doctor --on}. A file with variables that are not set here
   * and have no default is examined where they are, so that it is not refused.
   *
   * @param env that fills the placeholders and may name a newer table of models
   * @param today the day of which it is said which models are retired
   */
  public static Refusal of(Path file, Map<String, String> env, LocalDate today) {
    Examination examined = Examination.of(file, env, today);
    List<Finding> findings = new ArrayList<>(examined.findings());
    examined.read().ifPresent(it -> findings.addAll(EmulatedCheck.of(it, examined.text())));
    findings.removeIf(finding -> !(finding instanceof Finding.Fault));
    boolean unset =
        findings.stream().anyMatch(finding -> finding.what().contains(Placeholders.UNSET));
    if (unset) {
      findings.add(
          new Finding.Note(
              "variables are not set here, and what else is wrong may follow from that",
              "run ./trefoil doctor --on CLOUD where they are set"));
    }
    StringBuilder text = new StringBuilder();
    findings.forEach(finding -> text.append(Findings.described(finding)));
    return new Refusal(text.toString(), !unset && !findings.isEmpty());
  }
}
