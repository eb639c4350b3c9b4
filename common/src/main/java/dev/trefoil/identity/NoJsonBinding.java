package dev.trefoil.identity;

import com.azure.core.util.serializer.JsonSerializer;
import com.azure.core.util.serializer.JsonSerializerProvider;
import com.azure.core.util.serializer.TypeReference;
import java.io.InputStream;
import java.io.OutputStream;
import reactor.core.publisher.Mono;

/**
 * What azure-core is to bind JSON to objects with, which nothing does on the way to a token: it
 * loads one with its first response all the same, and by itself Jackson's data binding, 460 classes
 * and a third of the time to a first token. Found by {@link java.util.ServiceLoader}.
 */
public final class NoJsonBinding implements JsonSerializerProvider {
  @Override
  public JsonSerializer createInstance() {
    return new None();
  }

  private static final class None implements JsonSerializer {
    @Override
    public <T> T deserialize(InputStream stream, TypeReference<T> type) {
      throw refusal();
    }

    @Override
    public <T> Mono<T> deserializeAsync(InputStream stream, TypeReference<T> type) {
      return Mono.error(None::refusal);
    }

    @Override
    public void serialize(OutputStream stream, Object value) {
      throw refusal();
    }

    @Override
    public Mono<Void> serializeAsync(OutputStream stream, Object value) {
      return Mono.error(None::refusal);
    }

    private static UnsupportedOperationException refusal() {
      return new UnsupportedOperationException("no JSON is bound to objects here");
    }
  }
}
