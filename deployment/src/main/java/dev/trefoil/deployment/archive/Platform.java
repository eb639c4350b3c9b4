// The processors that functions run on, and the native libraries for them.
package dev.trefoil.deployment.archive;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A processor architecture, named as AWS Lambda names it. */
public enum Platform {
  ARM64("arm64", "linux-aarch_64", "linux/armv8/glibc/"),
  X86_64("x86_64", "linux-x86_64", "linux/x86_64/glibc/");

  /** By the name that {@code System.loadLibrary} looks for. */
  static final String LIBRARY = "libaws-crt-jni.so";

  private final String text;
  private final String classifier;
  private final String folder;

  Platform(String text, String classifier, String folder) {
    this.text = text;
    this.classifier = classifier;
    this.folder = folder;
  }

  /** As in the name of the jar with the AWS Common Runtime for it. */
  String classifier() {
    return classifier;
  }

  /** Where its native library lies in that jar. */
  String library() {
    return folder + LIBRARY;
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
