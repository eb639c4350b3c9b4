package dev.trefoil.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Deadline;
import dev.trefoil.guardrail.GuardrailSettings.RuleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of this process find in texts, and what they leave. */
@Timeout(60)
class RuleCheckTest {
  private static final CheckCall CALL =
      new CheckCall(
          new Call("test", Deadline.after(Duration.ofMinutes(1))),
          List.of(),
          OptionalDouble.empty());

  private static final RuleCheck PERSONAL =
      new RuleCheck(new RuleSettings(List.of(), Map.of(), EnumSet.allOf(PersonalData.class)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "card  | 4111111111111111            | pay with 4111111111111111, please",
        "card  | 4111 1111 1111 1111         | 12 4111 1111 1111 1111 2027",
        "card  | 3782-822463-10005           | amex:3782-822463-10005.",
        "card  | 5555555555554444            | {card=5555555555554444}",
        "iban  | DE89 3704 0044 0532 0130 00 | to DE89 3704 0044 0532 0130 00 and thanks",
        "iban  | GB82WEST12345698765432      | (GB82WEST12345698765432)",
        "iban  | gb82 west 1234 5698 7654 32 | gb82 west 1234 5698 7654 32",
        "email | jane.doe+x@mail.example.com | mail jane.doe+x@mail.example.com.",
        "email | a@b.co                      | <a@b.co>",
        "phone | +49 (30) 901820             | call +49 (30) 901820 at noon",
        "phone | +14155552671                | tel:+14155552671",
        "phone | (415) 555-2671              | (415) 555-2671",
        "phone | 415-555-2671                | on 415-555-2671!",
        "ssn   | 123-45-6789                 | ssn 123-45-6789",
      })
  void personalDataIsFoundWholeAndWhereItStands(String category, String value, String text) {
    List<Found> found = PERSONAL.find(List.of("", text), Side.INPUT, CALL);

    assertThat(found)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.category()).isEqualTo(category);
              assertThat(one.text()).isEqualTo(1);
              assertThat(text.substring(one.start(), one.end())).isEqualTo(value);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112", // Luhn's check fails.
        "94111111111111111", // A longer number.
        "order 4111111111111111a",
        "1733011200000",
        "DE88 3704 0044 0532 0130 00", // The check modulo 97 fails.
        "DE89 3704 0044 0532 0130 0", // Too short for Germany.
        "XX89 3704 0044 0532 0130 00",
        "a@b and @handle and a@b.c",
        "000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567, 123-45-0000",
        "123-456-7890", // No area code of North America begins with 1.
        "2026-11-30 12:00:00 +01:00",
        "version 1.2.3-4 of 10.0.0.1",
        "",
      })
  void whatOnlyLooksAlikeIsLeft(String text) {
    assertThat(PERSONAL.find(List.of(text), Side.INPUT, CALL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Project Halcyon  | about PROJECT  HALCYON.      | PROJECT  HALCYON",
        "Project Halcyon  | pro\u00adject hal\u200bcyon, | pro\u00adject hal\u200bcyon",
        "Project Halcyon  | project\u00a0halcyon         | project\u00a0halcyon",
        "stra\u00dfe      | die STRA\u00dfE              | STRA\u00dfE",
        "\u673a\u5bc6     | \u8fd9\u662f\u673a\u5bc6\u6587\u4ef6 | \u673a\u5bc6",
        "new york|in New York City|New York",
      })
  void wordsAreFoundInAnyCaseThroughWhatCannotBeSeen(String word, String text, String found) {
    RuleCheck check = new RuleCheck(new RuleSettings(List.of(word, "new"), Map.of(), Set.of()));

    assertThat(check.find(List.of(text), Side.OUTPUT, CALL))
        .singleElement()
        .satisfies(one -> assertThat(text.substring(one.start(), one.end())).isEqualTo(found));
  }

  @Test
  void aWordIsNotFoundWithinAnother() {
    RuleCheck check = new RuleCheck(new RuleSettings(List.of("ass", "c++"), Map.of(), Set.of()));

    assertThat(check.find(List.of("a classic assessment"), Side.INPUT, CALL)).isEmpty();
    assertThat(check.find(List.of("C++ or c"), Side.INPUT, CALL)).hasSize(1);
  }

  @Test
  void aPatternFindsItsCategory() {
    RuleCheck check =
        new RuleCheck(new RuleSettings(List.of(), Map.of("aws-key", "AKIA[0-9A-Z]{16}"), Set.of()));

    assertThat(check.find(List.of("AKIAIOSFODNN7EXAMPLE!"), Side.INPUT, CALL))
        .containsExactly(new Found("aws-key", 0, 0, 20));
  }

  /** What backtracks in the JDK's engine for longer than anyone waits. */
  @Test
  void aHostilePatternIsMatchedInLinearTime() {
    RuleCheck check =
        new RuleCheck(new RuleSettings(List.of(), Map.of("hostile", "(a|a)*(a*)*b"), Set.of()));

    assertThat(check.find(List.of("a".repeat(50_000)), Side.INPUT, CALL)).isEmpty();
  }

  /** The JDK's engine backtracks, and so can be asked about small texts only. */
  @Test
  void whatAPatternFindsIsWhatTheJdkFinds() {
    Random random = new Random(23);
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      String regex = regex(random, 3);
      Pattern jdk = Pattern.compile(regex, Pattern.UNICODE_CASE | Pattern.UNIX_LINES);
      RulePattern ours = new RulePattern("x", regex);
      if (!ours.isFast()) {
        continue;
      }
      for (int j = 0; j < 3; j++) {
        String text = text(random);
        List<Found> expected = new ArrayList<>();
        Matcher matcher = jdk.matcher(text);
        while (matcher.find()) {
          if (matcher.end() > matcher.start()) {
            expected.add(new Found("x", 0, matcher.start(), matcher.end()));
          }
        }
        List<Found> all = new ArrayList<>();
        ours.find(text, 0, all);
        assertThat(all).as(regex + " in " + text).isEqualTo(expected);
        found += all.size();
      }
    }
    assertThat(found).isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AKIA[0-9A-Z]{16}                     ; true",
        "ab$                                  ; false",
        "(?i)(secret¦token)\\s*[:=]\\s*\\S+     ; true",
        "(?s:a.b)(?:c){1,3}\\.[^\\d-]         ; true",
        "\\b[A-Z]{2}[0-9]{6}\\b               ; false",
        "[a&&b]                               ; false",
        "[[:alpha:]]+x                        ; false",
        "(?U)a+                               ; false",
        "\\pL+                                ; false",
        "\\Qa.b\\E                            ; false",
        "a{,3}b                               ; false",
      })
  void whatMeansSomethingElseToTheFasterEngineIsNotGivenToIt(String cell) {
    String[] row = cell.replace('¦', '|').split(";");

    assertThat(new RulePattern("x", row[0].strip()).isFast())
        .isEqualTo(Boolean.parseBoolean(row[1].strip()));
  }

  private static String regex(Random random, int depth) {
    String inner = depth == 0 ? "a" : regex(random, depth - 1);
    return switch (random.nextInt(depth == 0 ? 7 : 16)) {
      case 0 -> "a";
      case 1 -> "b";
      case 2 -> "é";
      case 3 -> "[ab]";
      case 4 -> "[^a\n]";
      case 5 -> ".";
      case 6 -> "\\w";
      case 7 -> "(" + inner + "|" + regex(random, depth - 1) + ")";
      case 8 -> "(?:" + inner + ")+";
      case 9 -> "(?:" + inner + ")?" + regex(random, depth - 1);
      case 10 -> "(?:" + inner + "){1,3}";
      case 11 -> "(?i:" + inner + ")";
      case 12 -> "\\b" + inner;
      case 13 -> "(?:" + inner + ")*?" + regex(random, depth - 1);
      case 14 -> "^" + inner;
      default -> inner + regex(random, depth - 1);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(16); i > 0; i--) {
      text.append("aabbAéÉ \n\r".charAt(random.nextInt(10)));
    }
    return text.toString();
  }

  /** Each search reads to the end, of which there may be as many as characters. */
  @Test
  void ofVeryManyFindsAllFromTheLastOnAreOne() {
    RuleCheck check = new RuleCheck(new RuleSettings(List.of(), Map.of("x", "a.*b|a"), Set.of()));

    List<Found> found = check.find(List.of("a".repeat(5_000)), Side.INPUT, CALL);

    assertThat(found).hasSize(RulePattern.MOST_FOUND);
    assertThat(found.getLast()).isEqualTo(new Found("x", 0, RulePattern.MOST_FOUND - 1, 5_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(a        | is not a regular expression of RE2's syntax",
        "(?=a)b    | is not a regular expression of RE2's syntax",
        "a*        | is found in an empty text",
        "(a)\\1   | is not a regular expression",
        "a++       | is not a regular expression",
        "(a{50}){20} | is too large",
      })
  void anExpressionThatCannotBeUsedIsNamed(String regex, String mistake) {
    assertThat(RulePattern.mistake(regex)).hasValueSatisfying(m -> assertThat(m).contains(mistake));
  }

  @Test
  void whatOverlapsIsReplacedOnce() {
    List<Found> found =
        List.of(new Found("b", 0, 4, 9), new Found("a", 0, 0, 5), new Found("c", 0, 1, 3));

    assertThat(Found.replaced("0123456789", found, one -> "[" + one.category() + "]"))
        .isEqualTo("[a]9");
  }
}
