package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Gives up a whole response that is longer than we keep in memory, which the SDK would. */
final class BoundedContent implements ExecutionInterceptor {
  private static final long MOST = 16L << 20;
  private static final String EVENTS = "application/vnd.amazon.eventstream";

  @Override
  public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    boolean streamed =
        context
            .httpResponse()
            .firstMatchingHeader("content-type")
            .filter(EVENTS::equals)
            .isPresent();
    return streamed
        ? context.responsePublisher()
        : context.responsePublisher().map(BoundedContent::bounded);
  }

  private static Publisher<ByteBuffer> bounded(Publisher<ByteBuffer> content) {
    AtomicLong came = new AtomicLong();
    return SdkPublisher.adapt(content)
        .map(
            piece -> {
              if (came.addAndGet(piece.remaining()) > MOST) {
                throw new CompletionException(
                    new ProviderException(
                        Kind.RESPONSE_TOO_LARGE, "the answer is longer than " + MOST + " bytes"));
              }
              return piece;
            });
  }
}
