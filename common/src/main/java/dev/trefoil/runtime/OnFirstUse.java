package dev.trefoil.runtime;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.ProviderException;
import java.util.function.Supplier;

/**
 * A service that is built when it is first called. Only the cloud's own service is needed by every
 * process; the others cost start-up time that most processes never get back.
 */
final class OnFirstUse implements ChatModel {
  private final Supplier<ChatModel> builder;
  private volatile ChatModel built;

  OnFirstUse(Supplier<ChatModel> builder) {
    this.builder = builder;
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    built().chat(request, model, context, listener);
  }

  @Override
  public synchronized void close() {
    if (built != null) {
      built.close();
    }
  }

  private ChatModel built() {
    ChatModel model = built;
    return model != null ? model : build();
  }

  private synchronized ChatModel build() {
    if (built == null) {
      built = builder.get();
    }
    return built;
  }
}
