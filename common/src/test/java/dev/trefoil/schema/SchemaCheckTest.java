package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checking of answers against callers' schemas ends, whatever both hold. */
class SchemaCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'object','required':['a']} | {'a':1} | true",
        "{'type':'object','required':['a']} | {} | false",
        "{'properties':{'a':{'pattern':'^[a-z]{2}$'}}} | {'a':'de'} | true",
        "{'properties':{'a':{'pattern':'^[a-z]{2}$'}}} | {'a':'deu'} | false",
        "{'patternProperties':{'^x':{'type':'integer'}},'additionalProperties':false} | {'x1':1} | true",
        "{'patternProperties':{'^x':{'type':'integer'}},'additionalProperties':false} | {'x1':'1'} | false",
        "{'patternProperties':{'^x':{'type':'integer'}},'additionalProperties':false} | {'y':1} | false",
        "{'$schema':'http://json-schema.org/draft-04/schema#','maximum':3,'exclusiveMaximum':true} | 3 | false",
        "{'$ref':'#/$defs/a','$defs':{'a':{'enum':[1,[2]]}}} | [2] | true",
        "{'$ref':'#/$defs/a','$defs':{'a':{'enum':[1,[2]]}}} | [3] | false",
        "{'properties':{'next':{'$ref':'#'},'v':{'type':'integer'}}} | {'next':{'next':{'v':1}}} | true",
        "{'properties':{'next':{'$ref':'#'},'v':{'type':'integer'}}} | {'next':{'next':{'v':'1'}}} | false",
        "{'uniqueItems':true} | [1,[2],[2]] | false",
        "{'default':{'$ref':'#gone'},'enum':[{'$ref':'#gone'}]} | {'$ref':'#gone'} | true",
        "{'properties':{'a':true},'unevaluatedProperties':false} | {'a':1} | true",
        "{'properties':{'a':true},'unevaluatedProperties':false} | {'b':1} | false",
      })
  void anAnswerHoldsToItsSchemaOrNot(String schema, String answer, boolean holds) {
    String json = schema.replace('\'', '"');
    assertThat(SchemaCheck.whyNot(json)).isEmpty();
    assertThat(SchemaCheck.objection(json, answer.replace('\'', '"')).isEmpty()).isEqualTo(holds);
  }

  /** The library takes what stands in these for parts of the schema. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'examples':[{'$anchor':'name','type':'integer'}]",
        "'default':{'$anchor':'name','type':'integer'}",
        "'examples':[{'$schema':'https://forms.example/meta','$id':'https://forms.example/leave'}]",
        "'not':{'const':{'$anchor':'name','type':'integer'}}",
        "'not':{'enum':[[{'$anchor':'name','type':'integer'}]]}",
      })
  void whatStandsInAValueDecidesNothing(String member) {
    String schema =
        "{'$defs':{'name':{'$anchor':'name','type':'string'}},%s,'properties':{'name':{'$ref':'#name'}}}"
            .formatted(member)
            .replace('\'', '"');

    assertThat(SchemaCheck.whyNot(schema)).isEmpty();
    assertThat(SchemaCheck.objection(schema, "{\"name\":\"Ada\"}")).isEmpty();
    assertThat(SchemaCheck.objection(schema, "{\"name\":1}")).isPresent();
  }

  @Test
  void aConstantOfManyPartsIsComparedToTheLast() {
    String schema = "{\"const\":{\"$ref\":[1,{\"a\":null}]}}";

    assertThat(SchemaCheck.objection(schema, "{\"$ref\":[1,{\"a\":null}]}")).isEmpty();
    assertThat(SchemaCheck.objection(schema, "{\"$ref\":[1,{\"a\":1}]}")).isPresent();
    assertThat(SchemaCheck.objection(schema, "{\"$ref\":[1]}")).isPresent();
  }

  @Test
  void aPatternThatLooksAheadAsksForNothing() {
    String schema =
        "{\"properties\":{\"a\":{\"pattern\":\"^(?!x)\"}},"
            + "\"patternProperties\":{\"^(?=b)\":{\"type\":\"null\"}},"
            + "\"additionalProperties\":false}";
    assertThat(SchemaCheck.whyNot(schema)).isEmpty();
    assertThat(SchemaCheck.objection(schema, "{\"a\":\"x\",\"b\":1,\"c\":2}")).isEmpty();
  }

  @Test
  void referencesAreFollowedSoFarAndNoFurther() {
    assertThat(SchemaCheck.whyNot(chain(Effort.DEEPEST - 1))).isEmpty();
    assertThat(SchemaCheck.whyNot(chain(Effort.DEEPEST)).orElseThrow())
        .contains("more than 200 keywords");
  }

  @Test
  void theDeepestCheckFitsHalfAMegabyteOfStack() throws InterruptedException {
    List<Optional<String>> found = new ArrayList<>();
    Runnable check = () -> found.add(SchemaCheck.whyNot(chain(Effort.DEEPEST - 1)));
    Thread small = new Thread(null, check, "small stack", 512 << 10);
    small.start();
    small.join();

    assertThat(found).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/b\"}}} | leads to no schema",
        "{\"items\":{\"$ref\":\"https://example.com/b\"}} | leads to no schema",
        "{\"allOf\":[{\"$ref\":\"#gone\"}],\"type\":\"null\"} | leads to no schema",
        "{\"$id\":\"not an address\"} | not a JSON Schema",
      })
  void aSchemaThatNoAnswerCanBeCheckedAgainstIsKnownBeforehand(String schema, String why) {
    assertThat(SchemaCheck.whyNot(schema).orElseThrow()).contains(why);
  }

  @Test
  void theWorkOnAnAnswerIsBounded() {
    String schema = "{\"uniqueItems\":true}";
    assertThat(SchemaCheck.objection(schema, numbers(10_000))).isEmpty();
    assertThat(SchemaCheck.objection(schema, numbers(20_000)).orElseThrow())
        .contains("more than 1000000 steps");
  }

  @Test
  void theSizeOfAnAnswerIsBounded() {
    String schema = "{\"type\":[\"array\",\"number\"]}";
    assertThat(SchemaCheck.objection(schema, numbers(SchemaCheck.MOST_VALUES - 1))).isEmpty();
    assertThat(SchemaCheck.objection(schema, numbers(SchemaCheck.MOST_VALUES)).orElseThrow())
        .contains("more than 100000 values");
    assertThat(SchemaCheck.objection(schema, nested(SchemaCheck.DEEPEST_VALUE))).isEmpty();
    assertThat(SchemaCheck.objection(schema, nested(SchemaCheck.DEEPEST_VALUE + 1)).orElseThrow())
        .contains("100 levels");
    assertThat(SchemaCheck.objection(schema, "1e400")).isEmpty();
    assertThat(SchemaCheck.objection(schema, "1e401").orElseThrow()).contains("400 digits");
    assertThat(SchemaCheck.objection(schema, "1e-401").orElseThrow()).contains("400 digits");
  }

  private static String chain(int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> "\"" + i + "\":{\"$ref\":\"#/$defs/" + (i + 1) + "\"}")
        .collect(
            Collectors.joining(
                ",",
                "{\"$defs\":{",
                ",\"" + length + "\":{}},\"items\":{\"$ref\":\"#/$defs/0\"}}"));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }
}
