package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Reads server-sent events as strictly as the format is written down. */
public final class ServerSentEvents {
  private ServerSentEvents() {}

  /** The data of each event; every event must be one data line and end with an empty line. */
  public static List<String> data(String body) {
    assertThat(body).endsWith("\n\n");
    List<String> data = new ArrayList<>();
    for (String event : body.split("\n\n")) {
      if (!event.startsWith(":")) {
        assertThat(event).startsWith("data: ").doesNotContain("\n");
        data.add(event.substring("data: ".length()));
      }
    }
    return data;
  }
}
