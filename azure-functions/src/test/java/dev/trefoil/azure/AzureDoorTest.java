package dev.trefoil.azure;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.trefoil.chat.Deadline;
import dev.trefoil.endpoints.AdapterDoorContract;
import dev.trefoil.http.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class AzureDoorTest extends AdapterDoorContract {
  @Override
  protected Answer call(HttpHandler core, String method, String path, String body)
      throws Exception {
    HttpResponseMessage answer =
        HttpDoor.answer(
            new WorkerMessage(
                HttpMethod.valueOf(method),
                "https://a.example" + path,
                Map.of("x-request-id", "call-1"),
                Optional.of(body)),
            core,
            Deadline.after(Duration.ofMinutes(1)),
            EasyAuth.of(Map.of()));
    return new Answer(
        answer.getStatusCode(),
        new String((byte[]) answer.getBody(), StandardCharsets.UTF_8),
        Optional.ofNullable(answer.getHeader("x-request-id")));
  }
}
