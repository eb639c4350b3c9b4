// What host.json says of queues.
package dev.trefoil.local.azure.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * Settings of {@code extensions.queues}.
 *
 * @param maxDequeueCount how many times a message is delivered before it is put on the poison queue
 * @param visibilityTimeout after which a message is delivered again whose function has failed
 * @param base64 whether messages are encoded, which they are unless it says {@code none}
 */
record QueueOptions(int maxDequeueCount, Duration visibilityTimeout, boolean base64) {

  static QueueOptions of(JsonNode host) {
    JsonNode queues = host.at("/extensions/queues");
    LocalTime hidden = LocalTime.parse(queues.path("visibilityTimeout").asText("00:00:00"));
    return new QueueOptions(
        queues.path("maxDequeueCount").asInt(5),
        Duration.of(hidden.toSecondOfDay(), ChronoUnit.SECONDS),
        !queues.path("messageEncoding").asText("base64").equalsIgnoreCase("none"));
  }
}
