// The words that may not stand for an attribute in an expression.
package dev.trefoil.emulators.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** "Reserved words in DynamoDB", DynamoDB Developer Guide; in any case. */
final class ReservedWords {
  private static final Set<String> ALL = read();

  private ReservedWords() {}

  static boolean contain(String word) {
    return ALL.contains(word.toUpperCase(Locale.ROOT));
  }

  private static Set<String> read() {
    try (InputStream in = ReservedWords.class.getResourceAsStream("reserved-words.txt")) {
      return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
