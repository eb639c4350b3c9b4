// What any DynamoDB does with the operations that a store uses, asked by AWS's SDK.
package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** A suite for each that plays it; a table of its own for each test. */
abstract class DynamoDbContract {
  static final int WRITERS = 64;

  private final String plain = "plain-" + UUID.randomUUID();
  private final String ordered = "ordered-" + UUID.randomUUID();

  abstract DynamoDbClient client();

  /** How often writers meet at one item. */
  int rounds() {
    return 50;
  }

  /** How often each writer counts. */
  int counts() {
    return 20;
  }

  @BeforeEach
  void makeTables() {
    create(plain, false);
    create(ordered, true);
  }

  private void create(String table, boolean sorted) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    List<KeySchemaElement> keys = new ArrayList<>();
    attributes.add(attribute("id"));
    keys.add(key("id", KeyType.HASH));
    if (sorted) {
      attributes.add(attribute("sortKey"));
      keys.add(key("sortKey", KeyType.RANGE));
    }
    client()
        .createTable(
            r ->
                r.tableName(table)
                    .attributeDefinitions(attributes)
                    .keySchema(keys)
                    .billingMode(BillingMode.PAY_PER_REQUEST));
    client().waiter().waitUntilTableExists(r -> r.tableName(table));
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private Map<String, AttributeValue> get(String id) {
    return client()
        .getItem(r -> r.tableName(plain).key(Map.of("id", s(id))).consistentRead(true))
        .item();
  }

  private void putIfAbsent(String id, String text) {
    client()
        .putItem(
            r ->
                r.tableName(plain)
                    .item(Map.of("id", s(id), "text", s(text), "version", n(1)))
                    .conditionExpression("attribute_not_exists(id)"));
  }

  private void replace(String id, String text, long version) {
    client()
        .putItem(
            r ->
                r.tableName(plain)
                    .item(Map.of("id", s(id), "text", s(text), "version", n(version + 1)))
                    .conditionExpression("version = :read")
                    .expressionAttributeValues(Map.of(":read", n(version))));
  }

  Map<String, AttributeValue> count(String id, long by) {
    return client()
        .updateItem(
            r ->
                r.tableName(plain)
                    .key(Map.of("id", s(id)))
                    .returnValues(ReturnValue.UPDATED_NEW)
                    .updateExpression(
                        "SET version = if_not_exists(version, :start) + :one ADD #c :by")
                    .expressionAttributeNames(Map.of("#c", "c_requests"))
                    .expressionAttributeValues(Map.of(":start", n(0), ":one", n(1), ":by", n(by))))
        .attributes();
  }

  @Test
  void tablesAreDescribedListedAndDropped() {
    var described = client().describeTable(r -> r.tableName(ordered)).table();
    assertThat(described.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(described.keySchema())
        .containsExactly(key("id", KeyType.HASH), key("sortKey", KeyType.RANGE));
    assertThat(client().listTablesPaginator().tableNames()).contains(plain, ordered);

    assertThatExceptionOfType(ResourceInUseException.class).isThrownBy(() -> create(plain, false));
    client().deleteTable(r -> r.tableName(plain));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> client().describeTable(r -> r.tableName(plain)));
    assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> get("a"));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> putIfAbsent("a", "x"));
  }

  @Test
  void anItemIsPutOnceWhereItMustBeAbsent() {
    assertThat(get("a")).isEmpty();
    putIfAbsent("a", "first");
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() -> putIfAbsent("a", "second"));
    assertThat(get("a")).isEqualTo(Map.of("id", s("a"), "text", s("first"), "version", n(1)));
  }

  @Test
  void anItemIsReplacedOnlyAtTheVersionThatWasRead() {
    putIfAbsent("a", "first");
    replace("a", "second", 1);
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() -> replace("a", "third", 1));
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() -> replace("absent", "third", 1));
    assertThat(get("a").get("text")).isEqualTo(s("second"));
  }

  @Test
  void aFailedConditionShowsTheItemToWhoeverAsks() {
    putIfAbsent("a", "first");
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(
            () ->
                client()
                    .deleteItem(
                        r ->
                            r.tableName(plain)
                                .key(Map.of("id", s("a")))
                                .conditionExpression("version = :v")
                                .expressionAttributeValues(Map.of(":v", n(9)))
                                .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .satisfies(e -> assertThat(e.item()).containsEntry("text", s("first")));
    assertThat(get("a")).isNotEmpty();
  }

  @Test
  void anItemIsDeletedAtItsVersionAndAnAbsentOneSilently() {
    putIfAbsent("a", "first");
    client()
        .deleteItem(
            r ->
                r.tableName(plain)
                    .key(Map.of("id", s("a")))
                    .conditionExpression("version = :v")
                    .expressionAttributeValues(Map.of(":v", n(1))));
    assertThat(get("a")).isEmpty();
    assertThat(
            client()
                .deleteItem(
                    r ->
                        r.tableName(plain)
                            .key(Map.of("id", s("a")))
                            .returnValues(ReturnValue.ALL_OLD))
                .attributes())
        .isEmpty();
  }

  @Test
  void countersBeginAtNothingAndGoBothWays() {
    assertThat(count("a", 5)).containsEntry("version", n(1)).containsEntry("c_requests", n(5));
    assertThat(count("a", -7)).containsEntry("version", n(2)).containsEntry("c_requests", n(-2));
    assertThat(get("a")).isEqualTo(Map.of("id", s("a"), "version", n(2), "c_requests", n(-2)));
  }

  @Test
  void itemsOfAPartitionComeByPrefixInOrderPageByPage() {
    for (String sortKey : List.of("b/2", "b/10", "a/1", "b/1", "c", "b/é", "b/~")) {
      client()
          .putItem(r -> r.tableName(ordered).item(Map.of("id", s("one"), "sortKey", s(sortKey))));
    }
    client().putItem(r -> r.tableName(ordered).item(Map.of("id", s("two"), "sortKey", s("b/3"))));
    QueryRequest byPrefix =
        QueryRequest.builder()
            .tableName(ordered)
            .consistentRead(true)
            .keyConditionExpression("id = :id AND begins_with(sortKey, :prefix)")
            .expressionAttributeValues(Map.of(":id", s("one"), ":prefix", s("b/")))
            .limit(2)
            .build();

    QueryResponse first = client().query(byPrefix);
    assertThat(sortKeys(first)).containsExactly("b/1", "b/10");
    assertThat(first.lastEvaluatedKey()).isEqualTo(Map.of("id", s("one"), "sortKey", s("b/10")));
    assertThat(client().queryPaginator(byPrefix).items().stream().map(i -> i.get("sortKey").s()))
        .containsExactly("b/1", "b/10", "b/2", "b/~", "b/é");
    assertThat(sortKeys(client().query(byPrefix.toBuilder().scanIndexForward(false).build())))
        .containsExactly("b/é", "b/~");
    assertThat(
            client()
                .query(
                    r ->
                        r.tableName(ordered)
                            .keyConditionExpression("id = :id")
                            .expressionAttributeValues(Map.of(":id", s("none"))))
                .hasLastEvaluatedKey())
        .isFalse();
  }

  private static List<String> sortKeys(QueryResponse response) {
    return response.items().stream().map(item -> item.get("sortKey").s()).toList();
  }

  @Test
  void everyTypeComesBackAsItWent() {
    Map<String, AttributeValue> item =
        Map.of(
            "id", s("é ☘ 😀"),
            "number", AttributeValue.fromN("-12345678901234567890.12345678901234567"),
            "bytes", AttributeValue.fromB(bytes(0, 127, -128, -1)),
            "flag", AttributeValue.fromBool(false),
            "nothing", AttributeValue.fromNul(true),
            "texts", AttributeValue.fromSs(List.of("a")),
            "numbers", AttributeValue.fromNs(List.of("2")),
            "blobs", AttributeValue.fromBs(List.of(bytes(1, 2))),
            "list", AttributeValue.fromL(List.of(s(""), n(0), AttributeValue.fromL(List.of()))),
            "map", AttributeValue.fromM(Map.of("x", s(""), "y", AttributeValue.fromM(Map.of()))));
    client().putItem(r -> r.tableName(plain).item(item));
    assertThat(get("é ☘ 😀")).isEqualTo(item);
  }

  private static SdkBytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
    return SdkBytes.fromByteArray(bytes);
  }

  @Test
  void whatIsTooLargeOrReservedOrUnusedIsRefused() {
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> putIfAbsent("a", "x".repeat(400 * 1024)))
        .withMessageContaining("Item size has exceeded the maximum allowed size");
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(
            () ->
                client()
                    .updateItem(
                        r ->
                            r.tableName(plain)
                                .key(Map.of("id", s("a")))
                                .updateExpression("SET ttl = :v")
                                .expressionAttributeValues(Map.of(":v", n(1)))))
        .withMessageContaining("Attribute name is a reserved keyword; reserved keyword: ttl");
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(
            () ->
                client()
                    .updateItem(
                        r ->
                            r.tableName(plain)
                                .key(Map.of("id", s("a")))
                                .updateExpression("SET a = :v")
                                .expressionAttributeValues(Map.of(":v", n(1), ":w", n(1)))))
        .withMessageContaining(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}");
    assertThat(get("a")).isEmpty();
  }

  @Test
  void timeToLiveIsTurnedOnOnce() {
    assertThat(
            client()
                .describeTimeToLive(r -> r.tableName(plain))
                .timeToLiveDescription()
                .timeToLiveStatus())
        .isEqualTo(TimeToLiveStatus.DISABLED);
    expireBy("expires");
    var description = client().describeTimeToLive(r -> r.tableName(plain)).timeToLiveDescription();
    assertThat(description.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    assertThat(description.attributeName()).isEqualTo("expires");
  }

  private void expireBy(String attribute) {
    client()
        .updateTimeToLive(
            r ->
                r.tableName(plain)
                    .timeToLiveSpecification(t -> t.attributeName(attribute).enabled(true)));
  }

  @Test
  void ofManyThatCreateOneSucceeds() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      String id = "id " + round;
      List<Boolean> won = atOnce(i -> succeeds(() -> putIfAbsent(id, "writer " + i)));
      assertThat(won).hasSize(WRITERS).containsOnlyOnce(true);
      assertThat(get(id).get("text")).isEqualTo(s("writer " + won.indexOf(true)));
    }
  }

  @Test
  void ofManyThatReplaceAVersionOneSucceeds() throws Exception {
    putIfAbsent("a", "first");
    for (int version = 1; version <= rounds(); version++) {
      long read = version;
      List<Boolean> won = atOnce(i -> succeeds(() -> replace("a", "writer " + i, read)));
      assertThat(won).hasSize(WRITERS).containsOnlyOnce(true);
      assertThat(get("a"))
          .containsEntry("text", s("writer " + won.indexOf(true)))
          .containsEntry("version", n(read + 1));
    }
  }

  @Test
  void countersOfManyWritersLoseNothing() throws Exception {
    int each = counts();
    atOnce(
        i -> {
          for (int n = 0; n < each; n++) {
            count("a", i % 2 == 0 ? 3 : -1);
          }
          return i;
        });
    assertThat(get("a"))
        .isEqualTo(
            Map.of(
                "id", s("a"),
                "version", n(WRITERS * each),
                "c_requests", n(each * WRITERS / 2 * (3 - 1))));
  }

  private static boolean succeeds(Runnable write) {
    try {
      write.run();
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  /** What a writer does. */
  interface Writer<T> {
    T write(int number) throws Exception;
  }

  /** What each of the writers gives, all begun at once. */
  static <T> List<T> atOnce(Writer<T> writer) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      all.add(() -> writer.write(number));
    }
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (Future<T> future : threads.invokeAll(all)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
