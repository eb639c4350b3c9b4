package dev.trefoil.emulators.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallestInstanceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer'}}}|{'city':'city','days':1}",
        "{'type':'object','properties':{'unit':{'type':'string','enum':['c','f']},'on':{'type':'boolean'}}}|{'unit':'c','on':true}",
        "{'type':'object','properties':{'n':{'type':'integer','minimum':3},'m':{'type':'number','minimum':0.5},'x':{'type':'integer','exclusiveMinimum':4},'y':{'type':'number','maximum':-2}}}|{'n':3,'m':0.5,'x':5,'y':-2}",
        "{'type':'object','properties':{'tags':{'type':'array','items':{'type':'string'}}}}|{'tags':['tags']}",
        "{'type':'object','properties':{'tags':{'type':'array','minItems':2,'items':{'type':'string'}}}}|{'tags':['tags','tags']}",
        "{'type':'object','properties':{'a':{'type':'object','properties':{'b':{'type':'object','properties':{'c':{'type':'string'}}}}}}}|{'a':{'b':{'c':'c'}}}",
        "{'type':'object','properties':{'a':{'type':['null','string']},'b':{'type':'null'}}}|{'a':'a','b':null}",
        "{'type':'object','properties':{'a':{'anyOf':[{'type':'integer'},{'type':'string'}]},'b':{'const':7}}}|{'a':1,'b':7}",
        "{'type':'OBJECT','properties':{'a':{'type':'STRING'},'b':{'type':'ARRAY','items':{'type':'NUMBER'}}}}|{'a':'a','b':[1]}",
        "{'$defs':{'p':{'type':'object','properties':{'x':{'type':'integer'}}}},'type':'object','properties':{'at':{'$ref':'#/$defs/p'}}}|{'at':{'x':1}}",
        "{'type':'object','properties':{'v':{'type':'string'},'next':{'$ref':'#'},'all':{'type':'array','items':{'$ref':'#'}}}}|{'v':'v','next':{'v':'v','all':[]},'all':[{'v':'v','all':[]}]}",
        "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}}},{'properties':{'b':{'type':'string'}}}]}|{'a':'a','b':'b'}",
        "{'type':'object','properties':{'a':{'$ref':'#anchor'},'b':{'$ref':'https://x/y'},'c':{'enum':{'x':1}},'d':{'type':7},'e':true}}|{'c':'c','d':'d','e':'e'}",
        "{'type':'object'}|{}",
        "{'properties':{'a':{}}}|{'a':'a'}"
      })
  void anInstanceIsMadeOfEverythingThatTheSchemaNames(String schema, String instance) {
    assertThat(SmallestInstance.of(Json.of(schema), "root")).isEqualTo(Json.of(instance));
  }

  @Test
  void freeStringsSayWhatTheyAreTold() {
    String schema =
        "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'array','items':{'type':'string'}},'c':{'enum':['x']}}}";
    assertThat(SmallestInstance.saying(Json.of(schema), "hi there"))
        .isEqualTo(Json.of("{'a':'hi there','b':['hi there'],'c':'x'}"));
  }

  @Test
  void hugeArraysAreNotMade() {
    assertThat(
            SmallestInstance.of(Json.of("{'type':'array','items':{},'minItems':2000000000}"), "a"))
        .hasSize(100);
  }
}
