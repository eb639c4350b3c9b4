package dev.trefoil.door.responses;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.door.CostReport;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Collects a response and writes it as one JSON object. */
final class WholeResponse implements AnswerListener {
  private final Response response;
  private AnswerStart start;

  WholeResponse(ResponsesCall call, long created) {
    response = new Response(call, created, OutputListener.NONE);
  }

  @Override
  public void onStart(AnswerStart beginning) {
    start = beginning;
    response.startedBy(beginning.target().model());
  }

  @Override
  public void onEvent(ChatEvent event) {
    response.on(event);
  }

  Response response() {
    return response;
  }

  void send(String requestId, Answered answered, List<String> dropped, ResponseSink sink)
      throws IOException {
    AnswerStart whole = start.withTrail(answered.trail());
    Headers headers = ResponseHeaders.of(requestId, "application/json", whole, dropped);
    FieldNames.rename(headers, dropped);
    CostReport.add(headers, answered);
    byte[] body = Json.bytes(response::write);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(body);
    }
  }
}
