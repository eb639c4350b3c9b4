package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages, projections, what writes return, and updates inside of maps and lists. */
class ReadsAndWritesTest {
  private final DynamoDbEmulator emulator =
      DynamoDbEmulator.start(Clients.KEYRING, Clock.systemUTC());

  @BeforeEach
  void makeTable() {
    call(
        "CreateTable",
        "{'TableName':'table','BillingMode':'PAY_PER_REQUEST',"
            + "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'},"
            + "{'AttributeName':'pos','AttributeType':'N'}],"
            + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'},"
            + "{'AttributeName':'pos','KeyType':'RANGE'}]}");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private JsonNode call(String operation, String request) {
    return emulator.call(operation, Json.of(request));
  }

  private void put(String id, String at, String attributes) {
    call(
        "PutItem",
        "{'TableName':'table','Item':{'id':{'S':'%s'},'pos':{'N':'%s'}%s}}"
            .formatted(id, at, attributes));
  }

  private static List<String> ats(JsonNode answer) {
    List<String> ats = new ArrayList<>();
    answer.path("Items").forEach(item -> ats.add(item.at("/pos/N").asText()));
    return ats;
  }

  private JsonNode query(String condition, String more) {
    return call(
        "Query",
        "{'TableName':'table','KeyConditionExpression':'id = :id%s','ExpressionAttributeValues':{':id':{'S':'one'}%s}"
                .formatted(condition, more)
            + "}");
  }

  @Test
  void aStretchOfAPartitionIsRead() {
    for (String at : List.of("10", "9", "-1.5", "1e2", "0")) {
      put("one", at, "");
    }
    put("one", "10.0", ",'again':{'BOOL':true}");
    assertThat(ats(query("", ""))).containsExactly("-1.5", "0", "9", "10", "100");
    assertThat(ats(query(" AND pos >= :low", ",':low':{'N':'9.0'}")))
        .containsExactly("9", "10", "100");
    assertThat(ats(query(" AND :high > pos", ",':high':{'N':'9'}"))).containsExactly("-1.5", "0");
    assertThat(
            ats(query(" AND pos BETWEEN :low AND :high", ",':low':{'N':'0'},':high':{'N':'10'}")))
        .containsExactly("0", "9", "10");
    assertThat(ats(query(" AND pos = :pos", ",':pos':{'N':'1e1'}"))).containsExactly("10");
  }

  @Test
  void aPageEndsAtOneMegabyteBeforeTheFilter() {
    String large = "x".repeat(300 * 1024);
    for (int at = 0; at < 7; at++) {
      put(
          "one",
          String.valueOf(at),
          ",'text':{'S':'%s'},'odd':{'BOOL':%s}".formatted(large, at % 2 == 1));
    }
    ObjectNode request =
        Json.of(
            "{'TableName':'table','KeyConditionExpression':'id = :id','FilterExpression':'odd = :odd',"
                + "'ProjectionExpression':'pos',"
                + "'ExpressionAttributeValues':{':id':{'S':'one'},':odd':{'BOOL':true}}}");
    List<String> pages = new ArrayList<>();
    List<String> ats = new ArrayList<>();
    JsonNode answer;
    do {
      answer = emulator.call("Query", request);
      pages.add(answer.path("ScannedCount") + "/" + answer.path("Count"));
      ats.addAll(ats(answer));
      request.set("ExclusiveStartKey", answer.path("LastEvaluatedKey"));
    } while (answer.has("LastEvaluatedKey"));
    assertThat(pages).containsExactly("3/1", "3/2", "1/0");
    assertThat(ats).containsExactly("1", "3", "5");
  }

  @Test
  void aLimitThatIsReachedHasAKeyEvenAtTheEnd() {
    put("one", "1", "");
    put("one", "2", "");
    ObjectNode request = Json.of("{'TableName':'table','Limit':2}");
    JsonNode first = emulator.call("Scan", request);
    assertThat(first.path("Count").asInt()).isEqualTo(2);
    request.set("ExclusiveStartKey", first.path("LastEvaluatedKey"));
    JsonNode second = emulator.call("Scan", request);
    assertThat(second.path("Count").asInt()).isZero();
    assertThat(second.has("LastEvaluatedKey")).isFalse();
  }

  @Test
  void aScanMeetsEveryItemOncePageByPageAndSegmentBySegment() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      put("p" + i % 13, String.valueOf(i), "");
      all.add(String.valueOf(i));
    }
    List<String> seen = new ArrayList<>();
    for (int segment = 0; segment < 3; segment++) {
      ObjectNode request =
          Json.of(
              "{'TableName':'table','Limit':4,'TotalSegments':3,'Segment':%d}".formatted(segment));
      JsonNode answer;
      do {
        answer = emulator.call("Scan", request);
        seen.addAll(ats(answer));
        request.set("ExclusiveStartKey", answer.path("LastEvaluatedKey"));
      } while (answer.has("LastEvaluatedKey"));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
  }

  private JsonNode update(String expression, String values, String returned) {
    return call(
            "UpdateItem",
            "{'TableName':'table','Key':{'id':{'S':'one'},'pos':{'N':'1'}},'UpdateExpression':'%s'%s,'ReturnValues':'%s'}"
                .formatted(
                    expression,
                    values.isEmpty() ? "" : ",'ExpressionAttributeValues':{" + values + "}",
                    returned))
        .path("Attributes");
  }

  @Test
  void updatesReachIntoMapsAndLists() {
    put(
        "one",
        "1",
        ",'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}},'l':{'L':[{'S':'a'},{'S':'b'},{'S':'c'}]}");
    assertThat(
            update(
                "SET m.z = m.x + :n, l[9] = :s, l[1] = :n REMOVE m.y, l[0], l[2]",
                "':n':{'N':'5'},':s':{'S':'end'}",
                "ALL_NEW"))
        .isEqualTo(
            Json.of(
                "{'id':{'S':'one'},'pos':{'N':'1'},'m':{'M':{'x':{'N':'1'},'z':{'N':'6'}}},'l':{'L':[{'N':'5'},{'S':'end'}]}}"));
    assertThat(update("ADD m.x :n SET l[0] = :n", "':n':{'N':'2'}", "UPDATED_NEW"))
        .isEqualTo(Json.of("{'m':{'M':{'x':{'N':'3'}}},'l':{'L':[{'N':'2'}]}}"));
    assertThat(update("REMOVE m.x", "", "UPDATED_OLD"))
        .isEqualTo(Json.of("{'m':{'M':{'x':{'N':'3'}}}}"));
    assertThat(update("REMOVE absent", "", "UPDATED_NEW").isMissingNode()).isTrue();
  }

  @Test
  void anUpdateThatMakesAnItemReturnsNothingButWhatItSets() {
    assertThat(update("SET a = :v ADD b :v", "':v':{'N':'1'}", "UPDATED_NEW"))
        .isEqualTo(Json.of("{'a':{'N':'1'},'b':{'N':'1'}}"));
    assertThat(update("SET a = :v", "':v':{'N':'2'}", "ALL_OLD"))
        .isEqualTo(Json.of("{'id':{'S':'one'},'pos':{'N':'1'},'a':{'N':'1'},'b':{'N':'1'}}"));
  }

  @Test
  void anUpdateThatOnlyTakesAwayMakesNoItem() {
    update("REMOVE a", "", "NONE");
    update("DELETE a :v", "':v':{'SS':['x']}", "NONE");
    assertThat(ats(call("Scan", "{'TableName':'table'}"))).isEmpty();
    call("UpdateItem", "{'TableName':'table','Key':{'id':{'S':'one'},'pos':{'N':'1'}}}");
    assertThat(ats(call("Scan", "{'TableName':'table'}"))).containsExactly("1");
  }

  @Test
  void aSetThatLosesItsLastMemberGoes() {
    put("one", "1", ",'s':{'SS':['a','b']}");
    assertThat(update("DELETE s :v", "':v':{'SS':['a','c']}", "UPDATED_NEW"))
        .isEqualTo(Json.of("{'s':{'SS':['b']}}"));
    assertThat(update("DELETE s :v", "':v':{'SS':['b']}", "ALL_NEW"))
        .isEqualTo(Json.of("{'id':{'S':'one'},'pos':{'N':'1'}}"));
  }

  @Test
  void projectionsTakePartsOfAnItem() {
    put(
        "one",
        "1",
        ",'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}},'l':{'L':[{'S':'a'},{'S':'b'},{'S':'c'}]}");
    assertThat(
            call(
                    "GetItem",
                    "{'TableName':'table','Key':{'id':{'S':'one'},'pos':{'N':'1'}},"
                        + "'ProjectionExpression':'m.#x, l[2], l[0], absent.x','ExpressionAttributeNames':{'#x':'x'}}")
                .path("Item"))
        .isEqualTo(Json.of("{'m':{'M':{'x':{'N':'1'}}},'l':{'L':[{'S':'a'},{'S':'c'}]}}"));
  }

  @Test
  void whatIsUsedOfTheThroughputIsTold() {
    put("one", "1", ",'t':{'S':'%s'}".formatted("x".repeat(5000)));
    String get =
        "{'TableName':'table','Key':{'id':{'S':'one'},'pos':{'N':'1'}},'ReturnConsumedCapacity':'TOTAL'%s}";
    assertThat(call("GetItem", get.formatted("")).at("/ConsumedCapacity/CapacityUnits").asDouble())
        .isEqualTo(1.0);
    assertThat(
            call("GetItem", get.formatted(",'ConsistentRead':true"))
                .at("/ConsumedCapacity/CapacityUnits")
                .asDouble())
        .isEqualTo(2.0);
    assertThat(
            call("DeleteItem", get.formatted("")).at("/ConsumedCapacity/CapacityUnits").asDouble())
        .isEqualTo(5.0);
  }
}
