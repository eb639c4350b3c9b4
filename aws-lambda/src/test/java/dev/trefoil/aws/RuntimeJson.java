package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Events and results as the runtime interface client reads and writes them: by its own serialisers,
 * chosen as its EventHandlerLoader chooses.
 */
final class RuntimeJson {
  private RuntimeJson() {}

  static <T> T read(Class<T> type, String event) {
    return LambdaEventSerializers.serializerFor(type, RuntimeJson.class.getClassLoader())
        .fromJson(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }

  /** An event that lies among the resources. */
  static String file(String name) {
    try (InputStream file = RuntimeJson.class.getResourceAsStream("/events/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static <T> String write(T result) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    JacksonFactory.getInstance().getSerializer((Class<T>) result.getClass()).toJson(result, json);
    return json.toString(StandardCharsets.UTF_8);
  }
}
