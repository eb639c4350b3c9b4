package dev.trefoil.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of schemas, kind by kind; single quotes stand for double ones. */
class FittingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "draft 4 exclusive|{'exclusiveMinimum':true,'minimum':0}|{'exclusiveMinimum':0}",
        "draft 4 inclusive|{'exclusiveMaximum':false,'maximum':9}|{'maximum':9}",
        "a tuple|{'items':[{'type':'integer'},{}],'additionalItems':false}|{'prefixItems':[{'type':'integer'},{}],'items':false}",
        "rest without a tuple|{'items':{'type':'null'},'additionalItems':false}|{'items':{'type':'null'}}",
        "OpenAPI's nullable|{'type':'string','enum':['a'],'nullable':true}|{'type':['string','null'],'enum':['a',null]}",
        "a nullable reference|{'$ref':'#/$defs/a','nullable':true,'title':'t'}|{'title':'t','anyOf':[{'$ref':'#/$defs/a'},{'type':'null'}]}",
        "not nullable|{'type':'string','nullable':false}|{'type':'string'}",
        "Google's types|{'type':'OBJECT','properties':{'a':{'type':'STRING'}}}|{'type':'object','properties':{'a':{'type':'string'}}}",
        "a property of a keyword's name|{'properties':{'nullable':{'type':'boolean'},'type':{'type':'INTEGER'}}}|{'properties':{'nullable':{'type':'boolean'},'type':{'type':'integer'}}}",
        "dependencies|{'dependencies':{'a':['b'],'c':{'required':['d']}}}|{'dependentRequired':{'a':['b']},'dependentSchemas':{'c':{'required':['d']}}}",
        "draft 3 required|{'properties':{'a':{'type':'string','required':true}},'required':['b']}|{'properties':{'a':{'type':'string'}},'required':['a','b']}",
        "boolean schemas|{'properties':{'a':true,'b':false},'additionalProperties':false}|{'properties':{'a':{},'b':{'not':{}}},'additionalProperties':false}",
        "values of the wrong kind|{'type':'string','minLength':'1','enum':[],'anyOf':[],'pattern':3}|{'type':'string'}",
        "no schemas among schemas|{'properties':{'a':1,'b':{}},'anyOf':['x',{'type':'null'},2],'oneOf':[null]}|{'properties':{'b':{}},'anyOf':[{'type':'null'}]}",
        "a list of one type|{'type':['string']}|{'type':'string'}",
        "recursion of 2019|{'properties':{'a':{'$recursiveRef':'#'}}}|{'properties':{'a':{'$ref':'#'}}}",
        "an example that looks like a schema|{'examples':[{'nullable':true,'type':'STRING'}]}|{'examples':[{'nullable':true,'type':'STRING'}]}",
      })
  void olderFormsBecomeTodays(String kind, String schema, String expected) throws IOException {
    assertThat(json(Json.write(Modern.of(Json.readWhole(quoted(schema))))))
        .isEqualTo(json(quoted(expected)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A tool of Claude: an object, with nothing chosen at the root, and of names that it takes.
        "CLAUDE|{}|{'type':'object'}",
        "CLAUDE|{'type':['object','null'],'properties':{}}|{'type':'object','properties':{}}",
        "CLAUDE|{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','properties':{'b':{'type':'string'}}}}}|{'type':'object','properties':{'b':{'type':'string'}},'$defs':{'a':{'type':'object','properties':{'b':{'type':'string'}}}}}",
        "CLAUDE|{'type':'object','properties':{'a':{},'b':{}},'anyOf':[{'required':['a']},{'required':['b']}]}|{'type':'object','properties':{'a':{},'b':{}},'description':'(takes one of these sets of members: (a) or (b))'}",
        "CLAUDE|{'oneOf':[{'type':'object','properties':{'k':{'const':'x'},'n':{'type':'integer'}},'required':['k','n']},{'type':'object','properties':{'k':{'const':'y'}},'required':['k']}]}|{'type':'object','properties':{'k':{'anyOf':[{'const':'x'},{'const':'y'}]},'n':{'type':'integer'}},'required':['k'],'description':'(takes one of these sets of members: (k, n) or (k))'}",
        "CLAUDE|{'allOf':[{'properties':{'a':{'type':'string'}},'required':['a']},{'$ref':'#/$defs/m'}],'$defs':{'m':{'type':'object','properties':{'b':{}}}}}|{'type':'object','$defs':{'m':{'type':'object','properties':{'b':{}}}},'properties':{'a':{'type':'string'},'b':{}},'required':['a']}",
        "CLAUDE|{'$ref':'#/default','default':{'anyOf':['x',{'type':'OBJECT'}]}}|{'type':'object','default':{'anyOf':['x',{'type':'OBJECT'}]},'properties':{}}",
        "CLAUDE|{'type':'object','properties':{'$top':{'type':'integer'},'_top':{}},'required':['$top']}|{'type':'object','properties':{'_top_2':{'type':'integer','description':'(called $top)'},'_top':{}},'required':['_top_2']}",
        // Nova: three keywords at the root, and so no definitions.
        "NOVA|{'$schema':'s','type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'type':'string','minLength':1}},'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'string','minLength':1}}}",
        "NOVA|{'type':'object','properties':{'n':{'$ref':'#/$defs/n'}},'$defs':{'n':{'type':'object','properties':{'next':{'$ref':'#/$defs/n'}}}}}|{'type':'object','properties':{'n':{'type':'object','properties':{'next':{'type':'object','description':'(n, as above)'}}}}}",
        // OpenAI: lists say what is in them.
        "OPENAI|{}|{'type':'object','properties':{}}",
        "OPENAI|{'type':'object','properties':{'a':{'type':'array'},'b':{'type':'array','prefixItems':[{'type':'number'}]}}}|{'type':'object','properties':{'a':{'type':'array','items':{}},'b':{'type':'array','prefixItems':[{'type':'number'}],'items':{}}}}",
        "OPENAI|{'type':'object','properties':{'a':{}},'not':{'required':['a']}}|{'type':'object','properties':{'a':{}},'description':'(not {`required`:[`a`]})'}",
        // Gemini: the keywords of its reference.
        "GEMINI|{'type':'object','properties':{'a':{'const':5},'b':{'const':true},'c':{'enum':['x',null]}}}|{'type':'object','properties':{'a':{'enum':[5],'type':'number'},'b':{'type':'boolean','description':'(enum [true])'},'c':{'anyOf':[{'enum':['x'],'type':'string'},{'type':'null'}]}}}",
        "GEMINI|{'type':'object','properties':{'a':{'type':'integer','exclusiveMinimum':0,'multipleOf':5},'b':{'type':'string','minLength':1,'pattern':'^a','description':'A b.'}}}|{'type':'object','properties':{'a':{'type':'integer','minimum':1,'description':'(multiple of 5)'},'b':{'type':'string','description':'A b. (min length 1; pattern ^a)'}}}",
        "GEMINI|{'type':'object','properties':{'a':{'$ref':'#/$defs/x','description':'d'}},'$defs':{'x':{'type':'string'}}}|{'type':'object','properties':{'a':{'type':'string','description':'d'}}}",
      })
  void toolsTakeTheFormOfAFamily(String family, String schema, String expected) throws IOException {
    Form form = SchemaFamily.valueOf(family).form();
    Normalized normalized = fit(quoted(schema), form, true);

    assertThat(normalized.refusal()).isEmpty();
    assertThat(json(normalized.schema())).isEqualTo(json(quoted(expected).replace("`", "\\\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{},'additionalProperties':false}",
        "{'type':'object','properties':{'minimum':{'type':'integer'}},'additionalProperties':false,'required':['minimum']}",
        "{'type':'object','$defs':{'a':{'type':'string'}},'properties':{'a':{'$ref':'#/$defs/a'}},'additionalProperties':false}",
      })
  void whatAServiceHoldsToAsItIsStaysAsItWasWritten(String schema) throws IOException {
    String text = quoted(schema).replace(",", " ,\n");

    Normalized normalized = fit(text, Form.CLAUDE_HELD, true);

    assertThat(normalized.schema()).isSameAs(text);
    assertThat(normalized.changed()).isFalse();
    assertThat(normalized.exact()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zod's bounds|{'type':'object','properties':{'a':{'type':'integer','minimum':0,'maximum':9007199254740991}},'required':['a'],'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'integer','description':'(minimum 0; maximum 9007199254740991)'}},'required':['a'],'additionalProperties':false}|false",
        "an open object|{'type':'object','properties':{'a':{'type':'string'}}}|{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}|true",
        "a tuple|{'type':'object','properties':{'a':{'type':'array','prefixItems':[{'type':'integer'},{'type':'string'}]}},'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'array','items':{'anyOf':[{'type':'integer'},{'type':'string'}]},'description':'(items in this order: integer, string)'}},'additionalProperties':false}|false",
        "an intersection|{'type':'object','properties':{'a':{'allOf':[{'type':'object','properties':{'b':{'type':'string'}}},{'type':'object','properties':{'c':{'type':'null'}}}]}},'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'object','properties':{'b':{'type':'string'},'c':{'type':'null'}},'additionalProperties':false}},'additionalProperties':false}|true",
        "many items|{'type':'object','properties':{'a':{'type':'array','items':{'type':'string','format':'ssn'},'minItems':3}},'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'array','items':{'type':'string','description':'(format ssn)'},'minItems':1,'description':'(min items 3)'}},'additionalProperties':false}|false",
        "a hard pattern|{'type':'object','properties':{'a':{'type':'string','pattern':'^(?!x)'}},'additionalProperties':false}|{'type':'object','properties':{'a':{'type':'string','description':'(pattern ^(?!x))'}},'additionalProperties':false}|false",
      })
  void whatAGrammarCannotSayIsSaidInWords(
      String kind, String schema, String expected, boolean exact) throws IOException {
    Normalized normalized = fit(quoted(schema), Form.CLAUDE_HELD, true);

    assertThat(json(normalized.schema())).isEqualTo(json(quoted(expected)));
    assertThat(normalized.exact()).isEqualTo(exact);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a record|{'type':'object','properties':{'a':{'type':'object','additionalProperties':{'type':'string'}}}}|has an object of unknown members",
        "anything|{'type':'object','properties':{'a':{}}}|has a value that may be of any type",
        "a list of anything|{'type':'object','properties':{'a':{'type':'array'}}}|has a list of which no item is known",
        "an open object that says so|{'type':'object','properties':{'a':{'type':'null'}},'additionalProperties':true}|has an object of other members than it names",
        "recursion|{'type':'object','properties':{'a':{'$ref':'#/$defs/n'}},'$defs':{'n':{'type':'object','properties':{'n':{'$ref':'#/$defs/n'}}}}}|is part of itself",
        "a stray requirement|{'type':'object','properties':{},'required':['a']}|requires members that it does not name",
      })
  void whatCannotBeHeldIsNot(String kind, String schema, String why) throws IOException {
    assertThat(fit(quoted(schema), Form.CLAUDE_HELD, true).refusal()).hasValue(why);
  }

  @Test
  void whatMayBeMissingIsNullAtOpenAiWhichKnowsRecursion() throws IOException {
    Normalized optional =
        fit(
            quoted(
                "{'type':'object','properties':{'a':{'type':'string'},'b':{'enum':['x']},'c':{'type':'integer'}},'required':['c']}"),
            Form.OPENAI_HELD,
            true);
    assertThat(optional.schema())
        .isEqualTo(
            quoted(
                "{'type':'object','properties':{'a':{'type':['string','null']},'b':{'anyOf':[{'enum':['x'],'type':'string'},{'type':'null'}]},'c':{'type':'integer'}},'required':['a','b','c'],'additionalProperties':false}"));
    String order =
        quoted(
            "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'null'}},'required':['b','a'],'additionalProperties':false}");
    assertThat(fit(order, Form.OPENAI_HELD, true).schema()).isEqualTo(order);
    assertThat(optional.exact()).isTrue();
    assertThat(optional.renaming().nullable()).containsExactlyInAnyOrder("a", "b");
    assertThat(
            fit(
                    quoted(
                        "{'type':'object','properties':{'a':{'type':'object','properties':{'b':{'type':'string'}}},'b':{'type':'null'}},'required':['a','b']}"),
                    Form.OPENAI_HELD,
                    true)
                .refusal())
        .hasValue("has a member that may be missing and one of its name that may be null");
    Normalized node =
        fit(
            quoted(
                "{'type':'object','properties':{'n':{'anyOf':[{'$ref':'#'},{'type':'null'}]}},'required':['n'],'additionalProperties':false}"),
            Form.OPENAI_HELD,
            false);
    assertThat(node.changed()).isFalse();
    assertThat(node.exact()).isTrue();
  }

  @Test
  void limitsOfOpenAiAreKeptTo() throws IOException {
    String deep = "{'type':'string'}";
    for (int i = 0; i < 11; i++) {
      deep =
          "{'type':'object','properties':{'a':%s},'required':['a'],'additionalProperties':false}"
              .formatted(deep);
    }
    assertThat(fit(quoted(deep), Form.OPENAI_HELD, false).refusal())
        .hasValue("nests objects deeper than 10 levels");
    String values = "'v'" + ",'v'".repeat(1_000);
    assertThat(
            fit(
                    quoted(
                        "{'type':'object','properties':{'a':{'enum':[%s]}},'required':['a'],'additionalProperties':false}"
                            .formatted(values)),
                    Form.OPENAI_HELD,
                    false)
                .refusal())
        .hasValue("enumerates more than 1000 values");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "elsewhere|{'type':'object','properties':{'a':{'$ref':'https://example.com/a'}}}|refers to 'https://example.com/a', which is not in it",
        "nowhere|{'type':'object','properties':{'a':{'$ref':'#/$defs/b'}}}|refers to '#/$defs/b', which is not in it",
        "no object|{'type':'array','items':{}}|is of something else than an object",
        "in a circle|{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}}|has references that lead in a circle",
        "in a circle below|{'type':'object','properties':{'a':{'$ref':'#/$defs/b'}},'$defs':{'b':{'$ref':'#/$defs/c'},'c':{'$ref':'#/$defs/b'}}}|has references that lead in a circle",
      })
  void whatNoServiceCouldReadIsRefused(String kind, String schema, String why) throws IOException {
    for (Form form : new Form[] {Form.CLAUDE, Form.NOVA, Form.OPENAI, Form.GEMINI}) {
      assertThat(fit(quoted(schema), form, true).refusal()).hasValue(why.replace('"', '\''));
    }
  }

  @Test
  void referencesThatMultiplyAreBoundedBeforeTheyAreFollowed() throws IOException {
    StringBuilder bomb = new StringBuilder("{'type':'object','properties':{},'$defs':{");
    for (int i = 0; i < 30; i++) {
      bomb.append(
          "'d%d':{'anyOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]},"
              .formatted(i, i + 1, i + 1));
    }
    bomb.append("'d30':{'type':'string'}}}");
    String schema =
        bomb.toString().replace("'properties':{}", "'properties':{'a':{'$ref':'#/$defs/d0'}}");

    assertThat(fit(quoted(schema), Form.NOVA, true).refusal())
        .hasValue("has more than 524288 characters once its references are followed");
    assertThat(fit(quoted(schema), Form.CLAUDE, true).changed()).isFalse();
  }

  @Test
  void anAnswerThatIsNoObjectIsPutIntoOneWhereTheServiceWantsOne() throws IOException {
    String schema =
        quoted("{'type':'array','items':{'$ref':'#/$defs/a'},'$defs':{'a':{'type':'null'}}}");

    Normalized wrapped = fit(schema, Form.CLAUDE, false);

    assertThat(json(wrapped.schema()))
        .isEqualTo(
            json(
                quoted(
                    "{'type':'object','$defs':{'a':{'type':'null'}},'properties':{'answer':{'type':'array','items':{'$ref':'#/$defs/a'}}},'required':['answer'],'additionalProperties':false}")));
    assertThat(wrapped.renaming().wrapped()).isTrue();
    assertThat(fit(schema, Form.GEMINI, false).changed()).isFalse();
  }

  private static Normalized fit(String schema, Form form, boolean tool) throws IOException {
    return Fitting.of(schema, Json.readWhole(schema), form, tool);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }
}
