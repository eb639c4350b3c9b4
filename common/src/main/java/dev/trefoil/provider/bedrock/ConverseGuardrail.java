package dev.trefoil.provider.bedrock;

import java.util.Objects;

/**
 * A guardrail that Converse itself applies to each call, before and after the model. It does not
 * look at results of tools, arguments of calls and instructions (User Guide, "Include a guardrail
 * with the Converse API").
 *
 * @param identifier an id or ARN
 * @param version a number or {@code DRAFT}
 */
public record ConverseGuardrail(String identifier, String version) {
  public ConverseGuardrail {
    Objects.requireNonNull(identifier, "identifier");
    Objects.requireNonNull(version, "version");
  }
}
