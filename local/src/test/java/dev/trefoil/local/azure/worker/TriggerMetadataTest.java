package dev.trefoil.local.azure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.azure.worker.StorageQueue.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerMetadataTest {
  private static Map<String, String> of(String text) {
    return TriggerMetadata.of(new Message("7c2f", text, "receipt", 3, "in", "out", "next"), text);
  }

  @Test
  void itIsTheMessagesOwnWhereTheBodySaysNothing() {
    assertThat(of("no json"))
        .containsEntry("Id", "7c2f")
        .containsEntry("PopReceipt", "receipt")
        .containsEntry("DequeueCount", "3")
        .containsEntry("InsertionTime", "\"in\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"order-7\"}; order-7",
        "{\"ID\":7}; 7",
        "{'Id':'order-7'}; order-7",
        "{\"id\":{\"a\":1}}; {\"a\":1}",
        "{\"id\":null}; 7c2f",
        "{\"id\":[1]}; 7c2f",
        "[{\"id\":1}]; 7c2f",
        "{\"id\":1; 7c2f",
      })
  void aMemberOfTheBodyTakesThePlaceOfItsNamesake(String body, String id) {
    assertThat(of(body)).containsEntry("Id", id);
  }
}
