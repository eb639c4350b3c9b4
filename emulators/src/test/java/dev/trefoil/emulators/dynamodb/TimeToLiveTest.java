package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items end by a clock that the test moves, and are there until they are swept. */
class TimeToLiveTest {
  private final MovingClock clock = new MovingClock();
  private final DynamoDbEmulator emulator = DynamoDbEmulator.start(Clients.KEYRING, clock);

  @BeforeEach
  void makeTable() {
    call(
        "CreateTable",
        "{'TableName':'table','BillingMode':'PAY_PER_REQUEST',"
            + "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}]}");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private JsonNode call(String operation, String request) {
    return emulator.call(operation, Json.of(request));
  }

  private void change(boolean enabled, String attribute) {
    call(
        "UpdateTimeToLive",
        "{'TableName':'table','TimeToLiveSpecification':{'AttributeName':'%s','Enabled':%s}}"
            .formatted(attribute, enabled));
  }

  private void put(String id, String end) {
    call(
        "PutItem",
        "{'TableName':'table','Item':{'id':{'S':'%s'},'expires':%s}}".formatted(id, end));
  }

  private String in(Duration time) {
    return "{'N':'%d'}".formatted(clock.instant().plus(time).getEpochSecond());
  }

  private List<String> there() {
    List<String> ids = new ArrayList<>();
    call("Scan", "{'TableName':'table'}")
        .path("Items")
        .forEach(item -> ids.add(item.at("/id/S").asText()));
    return ids.stream().sorted().toList();
  }

  @Test
  void anItemIsThereAfterItsEndUntilItIsSwept() {
    change(true, "expires");
    put("soon", in(Duration.ofMinutes(1)));
    put("later", in(Duration.ofHours(1)));
    put("text", "{'S':'1'}");
    put("six years ago", in(Duration.ofDays(-6 * 365)));
    clock.advance(Duration.ofMinutes(2));
    assertThat(there()).containsExactly("later", "six years ago", "soon", "text");
    emulator.sweep();
    assertThat(there()).containsExactly("later", "six years ago", "text");
  }

  @Test
  void anItemEndsNotAtItsSecondButAfterIt() {
    change(true, "expires");
    put("now", in(Duration.ZERO));
    emulator.sweep();
    assertThat(there()).containsExactly("now");
    clock.advance(Duration.ofSeconds(1));
    emulator.sweep();
    assertThat(there()).isEmpty();
  }

  @Test
  void aTableThatIsUsedIsSweptAsOftenAsIsSet() {
    change(true, "expires");
    put("soon", in(Duration.ofMinutes(1)));
    clock.advance(Duration.ofHours(47));
    assertThat(there()).containsExactly("soon");
    clock.advance(Duration.ofHours(1));
    assertThat(there()).isEmpty();

    emulator.sweepEvery(Duration.ZERO);
    put("soon", in(Duration.ofMinutes(1)));
    clock.advance(Duration.ofMinutes(2));
    assertThat(there()).isEmpty();
  }

  @Test
  void nothingEndsWhileItIsOff() {
    put("long ago", "{'N':'%d'}".formatted(Instant.EPOCH.plusSeconds(1).getEpochSecond()));
    put("just now", in(Duration.ofMinutes(-1)));
    emulator.sweep();
    assertThat(there()).containsExactly("just now", "long ago");
  }

  @Test
  void itIsChangedOnceAnHour() {
    refused(false, "expires", "TimeToLive is already disabled");
    change(true, "expires");
    refused(true, "expires", "TimeToLive is already enabled");
    refused(
        true, "other", "TimeToLive is active on a different AttributeName: current AttributeName");
    refused(
        false, "expires", "Time to live has been modified multiple times within a fixed interval");
    clock.advance(Duration.ofHours(1));
    change(false, "expires");
    assertThat(call("DescribeTimeToLive", "{'TableName':'table'}"))
        .isEqualTo(Json.of("{'TimeToLiveDescription':{'TimeToLiveStatus':'DISABLED'}}"));
  }

  private void refused(boolean enabled, String attribute, String words) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> change(enabled, attribute))
        .withMessageContaining("ValidationException")
        .withMessageContaining(words);
  }
}
