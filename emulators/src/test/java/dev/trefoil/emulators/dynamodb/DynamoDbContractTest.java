package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Our emulator. */
class DynamoDbContractTest extends DynamoDbContract {
  private static final DynamoDbEmulator EMULATOR =
      DynamoDbEmulator.start(Clients.KEYRING, Clock.systemUTC());
  private static final DynamoDbClient CLIENT = Clients.sdk(EMULATOR.endpoint());

  @Override
  DynamoDbClient client() {
    return CLIENT;
  }

  /** moto_server's answers mix the writes of several. */
  @Test
  void everyWriterSeesWhatItsOwnWriteMade() throws Exception {
    List<Long> versions = atOnce(i -> Long.parseLong(count("a", 1).get("version").n()));
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, WRITERS).boxed().toList());
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    EMULATOR.close();
  }
}
