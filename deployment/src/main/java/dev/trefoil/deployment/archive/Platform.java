// The processors that functions run on, and the native libraries for them.
package dev.trefoil.deployment.archive;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A processor architecture, named as AWS Lambda names it. */
public enum Platform {
  ARM64("arm64", "linux-aarch_64"),
  X86_64("x86_64", "linux-x86_64");

  private final String text;
  private final String classifier;

  Platform(String text, String classifier) {
    this.text = text;
    this.classifier = classifier;
  }

  /** As in the name of the jar with the AWS Common Runtime for it. */
  String classifier() {
    return classifier;
  }

  /** For the command line. */
  public static final class Converter implements ITypeConverter<Platform> {
    @Override
    public Platform convert(String value) {
      return Arrays.stream(values())
          .filter(platform -> platform.text.equals(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + value + "' is neither arm64 nor x86_64"));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
