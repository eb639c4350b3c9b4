package dev.trefoil.emulators.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolSchemasTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|false|tools.0.custom.input_schema.type: Field required",
        "{'type':'array'}|false|tools.0.custom.input_schema.type: Input should be 'object'",
        "{'type':'object','anyOf':[{}]}|false|tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
        "{'type':'object','properties':{'$top':{}}}|false|tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
        "{'type':'object','properties':{'a':{'exclusiveMinimum':true}}}|false|tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.",
        "{'type':'object','properties':{'a':{'items':[{}]}}}|false|tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.claude.com/en/docs/tool-use.",
        "{'type':'object','properties':{'a':{'oneOf':[{}]}},'additionalProperties':false}|true|tools.0.custom: Schema type 'oneOf' is not supported",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/n'}},'additionalProperties':false,'$defs':{'n':{'type':'object','properties':{'n':{'$ref':'#/$defs/n'}},'additionalProperties':false}}}|true|tools.0.custom: Circular reference detected in schema definitions: #/$defs/n -> #/$defs/n",
        "{'type':'object','properties':{'a':{'enum':[{}]}},'additionalProperties':false}|true|tools.0.custom: Enum values must be strings, numbers, booleans or null",
        "{'type':'object','properties':{'$':{}}}|false|tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
      })
  void isRefused(String schema, boolean strict, String words) throws JsonProcessingException {
    assertThat(violation(1, schema, strict)).hasValue(words);
  }

  @Test
  void whatIsStrictIsCountedOverTheRequest() throws JsonProcessingException {
    String plain = "{'type':'object','properties':{},'additionalProperties':false}";
    String optional =
        "{'type':'object','properties':{'a':{'type':'null'},'b':{'type':'null'}},'additionalProperties':false}";
    String union =
        "{'type':'object','properties':{'a':{'type':['string','null']}},'required':['a'],'additionalProperties':false}";

    assertThat(violation(20, plain, true)).isEmpty();
    assertThat(violation(21, plain, true).orElseThrow()).startsWith("Too many strict tools (21).");
    assertThat(violation(100, plain, false)).isEmpty();
    assertThat(violation(12, optional, true)).isEmpty();
    assertThat(violation(13, optional, true).orElseThrow())
        .startsWith("Schemas contains too many optional parameters (26)");
    assertThat(violation(16, union, true)).isEmpty();
    assertThat(violation(17, union, true).orElseThrow())
        .startsWith("Schemas contains too many parameters with union types (17 ");
  }

  private static Optional<String> violation(int tools, String schema, boolean strict)
      throws JsonProcessingException {
    JsonNode node = JSON.readTree(schema.replace('\'', '"'));
    List<ToolSchemas.Tool> all = Collections.nCopies(tools, new ToolSchemas.Tool(node, strict));
    return ToolSchemas.violation(all, MissingNode.getInstance());
  }
}
