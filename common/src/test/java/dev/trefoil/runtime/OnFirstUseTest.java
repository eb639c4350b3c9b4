package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.OnFirstUse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that cannot be built fails those who call it, and nobody else. */
@Timeout(60)
class OnFirstUseTest {
  private final AtomicInteger builds = new AtomicInteger();

  @Test
  void whatCouldNotBeBuiltAheadIsTriedAgainByTheCallThatNeedsIt() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    ModelService built = ScriptedModel.answering();
    OnFirstUse service =
        new OnFirstUse(
            failingFirst(
                () -> {
                  failed.countDown();
                  throw new UnsatisfiedLinkError("no library yet");
                },
                built));
    Background.run("ahead", Thread.NORM_PRIORITY, service::prepare);
    failed.await();

    assertThat(service.chat()).isSameAs(built.chat());
    assertThat(builds).hasValue(2);
  }

  @Test
  void anErrorOfTheBuilderReachesEveryCallOfItsOwn() {
    OnFirstUse service =
        new OnFirstUse(
            () -> {
              builds.incrementAndGet();
              throw new NoClassDefFoundError("no/such/Client");
            });
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(service::chat);
    }
    assertThat(builds).hasValue(2);
    assertThatNoException().isThrownBy(service::close);
  }

  @Test
  void whatIsBuiltIsBuiltOnce() {
    ModelService built = ScriptedModel.answering();
    OnFirstUse service =
        new OnFirstUse(
            () -> {
              builds.incrementAndGet();
              return built;
            });
    service.chat();
    service.embeddings();
    assertThat(builds).hasValue(1);
  }

  private Supplier<ModelService> failingFirst(Supplier<ModelService> first, ModelService then) {
    return () -> builds.getAndIncrement() == 0 ? first.get() : then;
  }
}
