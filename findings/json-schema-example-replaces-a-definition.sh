#!/usr/bin/env bash
# Software: dev.harrel:json-schema 1.8.2, over gson 2.13.1.
# Guess:    what stands under "examples" (or "default", "const", "enum") is a value, and can decide nothing about
#           validity: JSON Schema 2020-12 calls examples an annotation.
# Seen:     an example with an "$anchor" or "$id" of a definition takes that definition's place, if it comes later: the
#           same answer is valid with the example before the definition and invalid with it behind. An example that
#           names a "$schema" beside its "$id" fails the registration of the whole schema.
# Matters:  a gateway checks models' answers by the schemas that callers send. Tools that write JSON Schema, forms or
#           OpenAPI have schemas as examples; then good answers are rejected, and paid for again, by the order of two
#           members.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars dev.harrel:json-schema:1.8.2 com.google.code.gson:gson:2.13.1

cat >"$work/Main.java" <<'JAVA'
import dev.harrel.jsonschema.MetaSchemaResolvingException;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;

class Main {
  static final String DEFINITION = "\"$defs\":{\"name\":{\"$anchor\":\"name\",\"type\":\"string\"}}";
  static final String EXAMPLE = "\"examples\":[{\"$anchor\":\"name\",\"type\":\"integer\"}]";
  static final String USE = "\"properties\":{\"name\":{\"$ref\":\"#name\"}}";

  public static void main(String[] args) {
    judge("no example", DEFINITION);
    judge("example before the definition", EXAMPLE + "," + DEFINITION);
    judge("example behind the definition", DEFINITION + "," + EXAMPLE);
    judge("default behind the definition",
        DEFINITION + "," + EXAMPLE.replace("\"examples\":[", "\"default\":").replace("]", ""));
    judge("example with a meta-schema", DEFINITION
        + ",\"examples\":[{\"$schema\":\"https://forms.example/meta\",\"$id\":\"https://forms.example/leave\"}]");
  }

  static void judge(String name, String members) {
    String schema = "{" + members + "," + USE + "}";
    System.out.println("schema " + schema);
    var validator = new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).createValidator();
    try {
      var result = validator.validate(validator.registerSchema(schema), "{\"name\":\"Ada\"}");
      System.out.println(name + ": " + (result.isValid() ? "valid" : result.getErrors().getFirst().getError()));
    } catch (MetaSchemaResolvingException e) {
      System.out.println(name + ": " + e.getMessage());
    }
  }
}
JAVA
run_java
check "no example" "valid"
check "example before the definition" "valid"
check "example behind the definition" "Value is [string] but should be [integer]"
check "default behind the definition" "Value is [string] but should be [integer]"
check "example with a meta-schema" "Cannot resolve meta-schema [https://forms.example/meta]"
exit "$changed"
