package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRewriterTest {
  private static final Map<String, String> NAMES = Map.of("$top", "_top", "@o \"x\"", "o.x");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        "{'_top':1}|{'$top':1}",
        " { '_top' : {'_top':'_top'} , 'a':['_top'], 'o.x':null }| { '$top' : {'_top':'_top'} , 'a':['_top'], '@o \\'x\\'':null }",
        "{'\\u005ftop':'a\\\\'}|{'$top':'a\\\\'}",
        "{'a':'}','_top':']{,'}|{'a':'}','$top':']{,'}",
        "[{'_top':1}]|[{'_top':1}]",
        "no JSON, '_top': 1|no JSON, '_top': 1",
        "{'_to|{'_to",
      })
  void membersOfTheValueItselfGetOtherNames(String text, String expected) {
    inPieces(text, expected, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'answer':[1, {'a':'}'}]}|[1, {'a':'}'}]",
        " { 'answer' : 'a, \\'b\\'' } |'a, \\'b\\''",
        "{'answer':null,'more':1}|null",
        "{'answer':{'answer':{}}}|{'answer':{}}",
        "I cannot.|I cannot.",
        "{'other':1}|{'other':1}",
        "[1]|[1]",
        "{'answer':[1|[1",
      })
  void aValueIsTakenOutOfTheObjectAroundIt(String text, String expected) {
    inPieces(text, expected, true);
  }

  private static void inPieces(String text, String expected, boolean wrapped) {
    String given = text.replace('\'', '"');
    String wanted = expected.replace('\'', '"');
    for (int size : new int[] {1, 2, 3, 7, 1000}) {
      ValueRewriter rewriter = ValueRewriter.toCaller(new Renaming(NAMES, wrapped, Set.of()));
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < given.length(); i += size) {
        out.append(rewriter.take(given.substring(i, Math.min(given.length(), i + size))));
      }
      out.append(rewriter.end());
      assertThat(out.toString()).as("in pieces of %d", size).isEqualTo(wanted);
    }
  }
}
