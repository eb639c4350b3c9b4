package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Json;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is refused, and in which words. They are the service's as others recorded them: most in the
 * tests of dynalite (mhart/dynalite on GitHub), which ran against it; some as ScyllaDB's tests of
 * Alternator and those who met them quote them (stray tokens, nested list_append, nesting, an
 * expression's size). Inferred from their like are the neighbours that a syntax error shows, the
 * type of an operand without an order, that a table exists already, and what is not emulated here,
 * whose rows say so. Nothing of it was tried against the service by us.
 */
class RefusalTest {
  private static final DynamoDbEmulator EMULATOR =
      DynamoDbEmulator.start(Clients.KEYRING, Clock.systemUTC());
  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String EMPTY_VALUE =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

  @BeforeAll
  static void makeTables() {
    EMULATOR.call("CreateTable", Json.of("{'TableName':'plain'," + keys("'id':'HASH'") + "}"));
    EMULATOR.call(
        "CreateTable",
        Json.of("{'TableName':'ordered'," + keys("'id':'HASH'", "'pos':'RANGE'") + "}"));
    EMULATOR.call(
        "PutItem",
        Json.of(
            "{'TableName':'plain','Item':{'id':{'S':'there'},'n':{'N':'1'},'s':{'S':'a'},"
                + "'l':{'L':[{'N':'1'}]}}}"));
  }

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  /** Keys of strings. */
  private static String keys(String... keys) {
    StringBuilder definitions = new StringBuilder();
    StringBuilder schema = new StringBuilder();
    for (String key : keys) {
      String[] pair = key.split(":");
      String comma = schema.isEmpty() ? "" : ",";
      definitions
          .append(comma)
          .append("{'AttributeName':%s,'AttributeType':'S'}".formatted(pair[0]));
      schema.append(comma).append("{'AttributeName':%s,'KeyType':%s}".formatted(pair[0], pair[1]));
    }
    return "'BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[%s],'KeySchema':[%s]"
        .formatted(definitions, schema);
  }

  private static DynamicTest invalid(
      String name, String operation, String request, String message) {
    return refused(
        name, operation, request, "com.amazon.coral.validate#ValidationException", message);
  }

  private static DynamicTest unreadable(String name, String request, String message) {
    return refused(
        name, "PutItem", request, "com.amazon.coral.service#SerializationException", message);
  }

  private static DynamicTest refused(
      String name, String operation, String request, String type, String message) {
    return DynamicTest.dynamicTest(
        name.isEmpty() ? "nothing" : name.substring(0, Math.min(80, name.length())),
        () ->
            assertThat(
                    Clients.refusal(
                        Clients.post(EMULATOR.endpoint(), Clock.systemUTC(), operation, request)))
                .isEqualTo("400 " + type + " " + message));
  }

  private static DynamicTest value(String name, String value, String message) {
    return invalid(
        name,
        "PutItem",
        "{'TableName':'plain','Item':{'id':{'S':'a'},'v':" + value + "}}",
        message);
  }

  private static DynamicTest condition(String expression, String message) {
    return condition(expression, "':v':{'S':'a'}", message);
  }

  private static DynamicTest condition(String expression, String values, String message) {
    return invalid(
        expression,
        "PutItem",
        "{'TableName':'plain','Item':{'id':{'S':'a'}},'ConditionExpression':'%s'%s}"
            .formatted(
                expression,
                values.isEmpty() ? "" : ",'ExpressionAttributeValues':{" + values + "}"),
        "Invalid ConditionExpression: " + message);
  }

  private static DynamicTest update(String expression, String values, String message) {
    return invalid(
        expression,
        "UpdateItem",
        "{'TableName':'plain','Key':{'id':{'S':'there'}},'UpdateExpression':'%s'%s}"
            .formatted(
                expression,
                values.isEmpty() ? "" : ",'ExpressionAttributeValues':{" + values + "}"),
        message);
  }

  private static DynamicTest query(String expression, String message) {
    return invalid(
        expression,
        "Query",
        "{'TableName':'ordered','KeyConditionExpression':'%s','ExpressionAttributeValues':{':v':{'S':'a'}}}"
            .formatted(expression),
        message);
  }

  @TestFactory
  Stream<DynamicTest> values() {
    String untyped = "{'TableName':'plain','Item':{'id':{'S':'a'},'v':%s}}";
    return Stream.of(
        unreadable(
            "text in the place of a value",
            untyped.formatted("'a'"),
            "Unexpected value type in payload"),
        unreadable(
            "a number in the place of a value",
            untyped.formatted("1"),
            "Unexpected value type in payload"),
        unreadable(
            "a list in the place of a value",
            untyped.formatted("[]"),
            "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"),
        unreadable(
            "a number that is no string",
            untyped.formatted("{'N':1}"),
            "NUMBER_VALUE cannot be converted to String"),
        unreadable(
            "a string that is none",
            untyped.formatted("{'S':true}"),
            "TRUE_VALUE cannot be converted to String"),
        unreadable(
            "bytes that are not base64",
            untyped.formatted("{'B':'a'}"),
            "Base64 encoded length is expected a multiple of 4 bytes but found: 1"),
        unreadable(
            "a set that is no list", untyped.formatted("{'SS':'a'}"), "Unexpected field type"),
        unreadable(
            "an item that is a list",
            "{'TableName':'plain','Item':[]}",
            "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>"),
        unreadable(
            "a table that is a number",
            "{'TableName':1,'Item':{}}",
            "NUMBER_VALUE cannot be converted to String"),
        value("no type", "{}", EMPTY_VALUE),
        value("an unknown type", "{'X':'a'}", EMPTY_VALUE),
        value(
            "two types",
            "{'S':'a','N':'1'}",
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
        value(
            "a number of no digits",
            "{'N':''}",
            "The parameter cannot be converted to a numeric value"),
        value(
            "a number that is none",
            "{'N':'NaN'}",
            "The parameter cannot be converted to a numeric value: NaN"),
        value(
            "a number with a space",
            "{'N':' 1'}",
            "The parameter cannot be converted to a numeric value:  1"),
        value("a number too large", "{'N':'1e126'}", OVERFLOW),
        value("a number far too large", "{'N':'1e99999999999'}", OVERFLOW),
        value(
            "a number too small",
            "{'N':'1e-131'}",
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        value(
            "39 digits",
            "{'N':'%s'}".formatted("1".repeat(39)),
            "Attempting to store more than 38 significant digits in a Number"),
        value(
            "a null that is none",
            "{'NULL':false}",
            "One or more parameter values were invalid: Null attribute value types must have the value of true"),
        value(
            "an empty set of strings",
            "{'SS':[]}",
            "One or more parameter values were invalid: An string set  may not be empty"),
        value(
            "an empty set of numbers",
            "{'NS':[]}",
            "One or more parameter values were invalid: An number set  may not be empty"),
        value(
            "an empty set of bytes",
            "{'BS':[]}",
            "One or more parameter values were invalid: Binary sets should not be empty"),
        value(
            "a string twice in a set",
            "{'SS':['a','a']}",
            "One or more parameter values were invalid: Input collection [a, a] contains duplicates."),
        value(
            "a number twice in a set",
            "{'NS':['1','1.0']}",
            "Input collection contains duplicates"),
        value(
            "bytes twice in a set",
            "{'BS':['Yg==','Yg==']}",
            "One or more parameter values were invalid: Input collection [Yg==, Yg==]of type BS contains duplicates."),
        value(
            "a value deep inside",
            "{'L':[{'M':{'x':{'N':'x'}}}]}",
            "The parameter cannot be converted to a numeric value: x"),
        value(
            "33 levels",
            "{'L':[".repeat(33) + "]}".repeat(33),
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"));
  }

  @TestFactory
  Stream<DynamicTest> keysAndBounds() {
    String put = "{'TableName':'plain','Item':%s}";
    String get = "{'TableName':'plain','Key':%s}";
    return Stream.of(
        invalid(
            "no table",
            "GetItem",
            "{}",
            "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint:"
                + " Member must not be null; Value null at 'key' failed to satisfy constraint:"
                + " Member must not be null"),
        invalid(
            "a table with a bad name",
            "GetItem",
            "{'TableName':'a b','Key':{}}",
            "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint:"
                + " Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        refused(
            "a table that is not there",
            "GetItem",
            "{'TableName':'absent','Key':{'id':{'S':'a'}}}",
            "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
            "Requested resource not found"),
        refused(
            "a table that is not there, described",
            "DescribeTable",
            "{'TableName':'absent'}",
            "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
            "Requested resource not found: Table: absent not found"),
        refused(
            "a table that is there",
            "CreateTable",
            "{'TableName':'plain'," + keys("'id':'HASH'") + "}",
            "com.amazonaws.dynamodb.v20120810#ResourceInUseException",
            "Table already exists: plain"),
        invalid(
            "an item without its key",
            "PutItem",
            put.formatted("{'a':{'S':'a'}}"),
            "One or more parameter values were invalid: Missing the key id in the item"),
        invalid(
            "a key of another type",
            "PutItem",
            put.formatted("{'id':{'N':'1'}}"),
            "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N"),
        invalid(
            "an empty key",
            "PutItem",
            put.formatted("{'id':{'S':''}}"),
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id"),
        invalid(
            "a partition key too long",
            "PutItem",
            put.formatted("{'id':{'S':'%s'}}".formatted("é".repeat(1025))),
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"),
        invalid(
            "a sort key too long",
            "PutItem",
            "{'TableName':'ordered','Item':{'id':{'S':'a'},'pos':{'S':'%s'}}}"
                .formatted("x".repeat(1025)),
            "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes"),
        invalid(
            "an item too large by a byte",
            "PutItem",
            put.formatted("{'id':{'S':'a'},'v':{'S':'%s'}}".formatted("x".repeat(400 * 1024 - 3))),
            "Item size has exceeded the maximum allowed size"),
        invalid(
            "a key with more than a key",
            "GetItem",
            get.formatted("{'id':{'S':'a'},'b':{'S':'a'}}"),
            "The provided key element does not match the schema"),
        invalid(
            "a key of another name",
            "DeleteItem",
            get.formatted("{'b':{'S':'a'}}"),
            "The provided key element does not match the schema"),
        invalid(
            "what PutItem cannot return",
            "PutItem",
            "{'TableName':'plain','Item':{'id':{'S':'a'}},'ReturnValues':'ALL_NEW'}",
            "ReturnValues can only be ALL_OLD or NONE"),
        invalid(
            "what nothing returns",
            "PutItem",
            "{'TableName':'plain','Item':{'id':{'S':'a'}},'ReturnValues':'ALL'}",
            "1 validation error detected: Value 'ALL' at 'returnValues' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD,"
                + " NONE, UPDATED_NEW]"),
        invalid(
            "a limit of none",
            "Scan",
            "{'TableName':'plain','Limit':0}",
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member"
                + " must have value greater than or equal to 1"),
        invalid(
            "an index",
            "Query",
            "{'TableName':'plain','IndexName':'idx','KeyConditionExpression':'id = :v','ExpressionAttributeValues':{':v':{'S':'a'}}}",
            "The table does not have the specified index: idx"),
        invalid(
            "parameters of old beside expressions",
            "UpdateItem",
            "{'TableName':'plain','Key':{'id':{'S':'a'}},'AttributeUpdates':{},'ConditionExpression':'a = b'}",
            "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {ConditionExpression}"),
        invalid(
            "parameters of old alone (ours: not emulated)",
            "PutItem",
            "{'TableName':'plain','Item':{'id':{'S':'a'}},'Expected':{}}",
            "This emulator does not take the parameters [Expected]: use expressions"),
        invalid(
            "indexes (ours: not emulated)",
            "CreateTable",
            "{'TableName':'another'," + keys("'id':'HASH'") + ",'GlobalSecondaryIndexes':[]}",
            "This emulator does not have GlobalSecondaryIndexes"),
        invalid(
            "a table of too many keys",
            "CreateTable",
            "{'TableName':'another'," + keys("'a':'HASH'", "'b':'HASH'") + "}",
            "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"),
        invalid(
            "a table with a short name",
            "CreateTable",
            "{'TableName':'ab'}",
            "TableName must be at least 3 characters long and at most 255 characters long"));
  }

  @TestFactory
  Stream<DynamicTest> placeholders() {
    String put = "{'TableName':'plain','Item':{'id':{'S':'a'}},%s}";
    return Stream.of(
        invalid(
            "names without an expression",
            "PutItem",
            put.formatted("'ExpressionAttributeNames':{'#a':'a'}"),
            "ExpressionAttributeNames can only be specified when using expressions"),
        invalid(
            "values without an expression",
            "PutItem",
            put.formatted("'ExpressionAttributeValues':{':a':{'S':'a'}}"),
            "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"),
        invalid(
            "no names",
            "PutItem",
            put.formatted("'ConditionExpression':'a = b','ExpressionAttributeNames':{}"),
            "ExpressionAttributeNames must not be empty"),
        invalid(
            "no values",
            "PutItem",
            put.formatted("'ConditionExpression':'a = b','ExpressionAttributeValues':{}"),
            "ExpressionAttributeValues must not be empty"),
        invalid(
            "a name that is no placeholder",
            "PutItem",
            put.formatted("'ConditionExpression':'a = b','ExpressionAttributeNames':{'a':'a'}"),
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""),
        invalid(
            "a value that is no placeholder",
            "PutItem",
            put.formatted(
                "'ConditionExpression':'a = b','ExpressionAttributeValues':{'a':{'S':'a'}}"),
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\""),
        invalid(
            "a value without a type",
            "PutItem",
            put.formatted("'ConditionExpression':'a = b','ExpressionAttributeValues':{':a':{}}"),
            "ExpressionAttributeValues contains invalid value: " + EMPTY_VALUE + " for key :a"),
        invalid(
            "a name that is not used",
            "PutItem",
            put.formatted("'ConditionExpression':'a = b','ExpressionAttributeNames':{'#a':'a'}"),
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"),
        invalid(
            "values that are not used",
            "PutItem",
            put.formatted(
                "'ConditionExpression':'a = b','ExpressionAttributeValues':{':a':{'S':'a'},':b':{'S':'a'}}"),
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}"));
  }

  @TestFactory
  Stream<DynamicTest> conditions() {
    return Stream.of(
        condition("", "", "The expression can not be empty;"),
        condition("a", "", "Syntax error; token: \"<EOF>\", near: \"a\""),
        condition("a = :v )", "Syntax error; token: \")\", near: \":v )\""),
        condition("(a = :v", "Syntax error; token: \"<EOF>\", near: \":v\""),
        condition("a = 1", "", "Syntax error; token: \"1\", near: \"= 1\""),
        condition("_a = :v", "Syntax error; token: \"_\", near: \"_a\""),
        condition("a-b = :v", "Syntax error; token: \"-\", near: \"a-b\""),
        condition("a IN ()", "", "Syntax error; token: \")\", near: \"()\""),
        condition("size = :v", "Attribute name is a reserved keyword; reserved keyword: size"),
        condition("a.Name = :v", "Attribute name is a reserved keyword; reserved keyword: Name"),
        condition(
            "a = :w",
            "",
            "An expression attribute value used in expression is not defined; attribute value: :w"),
        condition(
            "#a = :v",
            "An expression attribute name used in the document path is not defined; attribute name: #a"),
        condition("dog(a)", "", "Invalid function name; function: dog"),
        condition(
            "size(a)",
            "",
            "The function is not allowed to be used this way in an expression; function: size"),
        condition(
            "attribute_exists(a) < :v",
            "The function is not allowed to be used this way in an expression; function: attribute_exists"),
        condition(
            "if_not_exists(a, b) = :v",
            "The function is not allowed to be used this way in an expression; function: if_not_exists"),
        condition(
            "size(a, b) = :v",
            "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2"),
        condition(
            "attribute_exists(:v)",
            "Operator or function requires a document path; operator or function: attribute_exists"),
        condition(
            "begins_with(a, :v)",
            "':v':{'N':'1'}",
            "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"),
        condition(
            "attribute_type(a, b)",
            "",
            "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}"),
        condition(
            "attribute_type(a, :v)",
            "Invalid attribute type name found; type: a, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"),
        condition(
            "a < :v",
            "':v':{'L':[]}",
            "Incorrect operand type for operator or function; operator or function: <, operand type: L"),
        condition(
            "a BETWEEN :v AND :w",
            "':v':{'N':'2'},':w':{'N':'1'}",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"),
        condition(
            "a BETWEEN :v AND :w",
            "':v':{'N':'2'},':w':{'S':'1'}",
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:1}"),
        condition(
            "contains(a, a)",
            "",
            "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]"),
        condition("((a = :v))", "The expression has redundant parentheses;"),
        condition("((a)) = :v", "The expression has redundant parentheses;"),
        condition(
            "a = :v AND " + "x".repeat(4096),
            "Expression size has exceeded the maximum allowed size; expression size: 4107"));
  }

  @TestFactory
  Stream<DynamicTest> updates() {
    String invalid = "Invalid UpdateExpression: ";
    String one = "':v':{'N':'1'}";
    String absent =
        "The provided expression refers to an attribute that does not exist in the item";
    String wrongType = "An operand in the update expression has an incorrect data type";
    String wrongPath = "The document path provided in the update expression is invalid for update";
    return Stream.of(
        update("", "", invalid + "The expression can not be empty;"),
        update("HELLO a = :v", one, invalid + "Syntax error; token: \"HELLO\", near: \"HELLO a\""),
        update(
            "SET a = :v SET b = :v",
            one,
            invalid + "The \"SET\" section can only be used once in an update expression;"),
        update(
            "SET a = :v + :v + :v", one, invalid + "Syntax error; token: \"+\", near: \":v + :v\""),
        update(
            "SET ttl = :v",
            one,
            invalid + "Attribute name is a reserved keyword; reserved keyword: ttl"),
        update(
            "SET a = LIST_APPEND(a, b)",
            "",
            invalid + "Invalid function name; function: LIST_APPEND"),
        update(
            "SET a = list_append(list_append(l, l), l)",
            "",
            invalid
                + "The function is not allowed to be used this way in an expression; function: list_append"),
        update(
            "SET a = list_append(l, :v)",
            one,
            invalid
                + "Incorrect operand type for operator or function; operator or function: list_append, operand type: N"),
        update(
            "SET a = n + :v",
            "':v':{'S':'1'}",
            invalid
                + "Incorrect operand type for operator or function; operator or function: +, operand type: S"),
        update(
            "SET a = if_not_exists(:v, :v)",
            one,
            invalid
                + "Operator or function requires a document path; operator or function: if_not_exists"),
        update(
            "ADD a :v",
            "':v':{'S':'1'}",
            invalid
                + "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
        update(
            "DELETE a :v",
            one,
            invalid
                + "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"),
        update(
            "SET a.b = :v REMOVE a",
            one,
            invalid
                + "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]"),
        update(
            "SET a.b = :v, a[1] = :v",
            one,
            invalid
                + "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]"),
        update(
            "SET id = :v",
            one,
            "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key"),
        update(
            "REMOVE id.a",
            "",
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id"),
        update("SET a = b", "", absent),
        update("SET a = b + :v", one, absent),
        update("SET a = s + :v", one, wrongType),
        update("ADD s :v", one, wrongType),
        update("SET a.b = :v", one, wrongPath),
        update("SET n.b = :v", one, wrongPath),
        update("SET l.b = :v", one, wrongPath),
        update("REMOVE a.b", "", wrongPath),
        update("SET a = n + :v", "':v':{'N':'1e50'}", OVERFLOW),
        update(
            "SET a = :v",
            "':v':{'S':'%s'}".formatted("x".repeat(400 * 1024)),
            "Item size to update has exceeded the maximum allowed size"));
  }

  @TestFactory
  Stream<DynamicTest> queries() {
    return Stream.of(
        query("pos = :v", "Query condition missed key schema element: id"),
        query("id = :v AND a = :v", "Query condition missed key schema element: pos"),
        query("id > :v", "Query key condition not supported"),
        query("id = :v OR pos = :v", "Invalid operator used in KeyConditionExpression: OR"),
        query("id <> :v", "Invalid operator used in KeyConditionExpression: <>"),
        query("NOT id = :v", "Invalid operator used in KeyConditionExpression: NOT"),
        query("contains(id, :v)", "Invalid operator used in KeyConditionExpression: contains"),
        query(
            "id = :v AND begins_with(:v, pos)",
            "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand"),
        query(
            "id = pos AND pos = :v",
            "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"),
        query(
            "id = :v AND pos > :v AND pos < :v",
            "KeyConditionExpressions must only contain one condition per key"),
        query("id.a = :v", "KeyConditionExpressions cannot have conditions on nested attributes"),
        query(
            "id = :v AND size(pos) = :v",
            "KeyConditionExpressions cannot contain nested operations"),
        query(
            "id = :v AND",
            "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"AND\""),
        invalid(
            "no condition",
            "Query",
            "{'TableName':'ordered'}",
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."),
        invalid(
            "a key of another type",
            "Query",
            "{'TableName':'ordered','KeyConditionExpression':'id = :v','ExpressionAttributeValues':{':v':{'N':'1'}}}",
            "One or more parameter values were invalid: Condition parameter type does not match schema type"),
        invalid(
            "a start that is no key",
            "Query",
            "{'TableName':'ordered','KeyConditionExpression':'id = :v','ExpressionAttributeValues':{':v':{'S':'a'}},"
                + "'ExclusiveStartKey':{'id':{'S':'a'}}}",
            "The provided starting key is invalid"),
        invalid(
            "a start elsewhere",
            "Query",
            "{'TableName':'ordered','KeyConditionExpression':'id = :v','ExpressionAttributeValues':{':v':{'S':'a'}},"
                + "'ExclusiveStartKey':{'id':{'S':'b'},'pos':{'S':'b'}}}",
            "The provided starting key is outside query boundaries based on provided conditions"),
        invalid(
            "a filter on a key",
            "Query",
            "{'TableName':'ordered','KeyConditionExpression':'id = :v','FilterExpression':'pos = :v','ExpressionAttributeValues':{':v':{'S':'a'}}}",
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: pos"),
        invalid(
            "a segment without their number",
            "Scan",
            "{'TableName':'ordered','Segment':1}",
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"),
        invalid(
            "overlapping projections",
            "GetItem",
            "{'TableName':'plain','Key':{'id':{'S':'a'}},'ProjectionExpression':'a, a.b'}",
            "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]"));
  }

  @Test
  void anExpressionWithoutAnEndToItsParenthesesIsRefusedToo() {
    String deep = "(".repeat(2000) + "a = :v" + ")".repeat(2000);
    assertThat(
            Clients.refusal(
                Clients.post(
                    EMULATOR.endpoint(),
                    Clock.systemUTC(),
                    "PutItem",
                    ("{'TableName':'plain','Item':{'id':{'S':'a'}},'ConditionExpression':'%s',"
                            + "'ExpressionAttributeValues':{':v':{'S':'a'}}}")
                        .formatted(deep))))
        .contains("ValidationException Invalid ConditionExpression: The expression is nested");
  }
}
