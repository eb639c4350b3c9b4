package dev.trefoil.door.chat;

import dev.trefoil.door.EventStream;
import dev.trefoil.door.OpenAiProblems;
import dev.trefoil.door.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a stream of chunks has beside them. */
final class ChunkStream implements EventStream.Form {
  private static final byte[] ERROR = "event: error\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public byte[] alive() {
    return EventStream.COMMENT_ALIVE;
  }

  @Override
  public byte[] end() {
    return DONE;
  }

  /**
   * Clients of OpenAI's look for it in the data; some others see a normal end unless the event is
   * called an error.
   */
  @Override
  public byte[] error(Problem problem) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(ERROR);
    event.writeBytes(EventStream.DATA);
    event.writeBytes(OpenAiProblems.json(problem));
    event.writeBytes(EventStream.END);
    return event.toByteArray();
  }
}
