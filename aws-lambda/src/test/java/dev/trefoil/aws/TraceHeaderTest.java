package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.aws.runtimeapi.Invocation;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** By the names that AWS's SDK looks for (TraceIdExecutionInterceptor). */
class TraceHeaderTest {
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";
  private static final String KEY = "AWS_LAMBDA_X_TRACE_ID";

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
    SdkInternalThreadLocal.clear();
  }

  @Test
  void ofOneInvocationAtATimeItIsTheProcesss() {
    TraceHeader.when(1).set(invocation(Optional.of("Root=1")));
    assertThat(System.getProperty(PROPERTY)).isEqualTo("Root=1");

    TraceHeader.when(1).set(invocation(Optional.empty()));
    assertThat(System.getProperty(PROPERTY)).isNull();
  }

  /** A thread that is begun later would inherit it. */
  @Test
  void ofSeveralAtOnceItIsTheThreads() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThat(other.submit(() -> SdkInternalThreadLocal.containsKey(KEY)).get()).isFalse();
      TraceHeader.when(2).set(invocation(Optional.of("Root=2")));

      assertThat(SdkInternalThreadLocal.get(KEY)).isEqualTo("Root=2");
      assertThat(System.getProperty(PROPERTY)).isNull();
      assertThat(other.submit(() -> SdkInternalThreadLocal.containsKey(KEY)).get()).isFalse();
    }

    TraceHeader.when(2).set(invocation(Optional.empty()));
    assertThat(SdkInternalThreadLocal.containsKey(KEY)).isFalse();
  }

  private static Invocation invocation(Optional<String> traceId) {
    return new Invocation("id", Instant.EPOCH, traceId, new byte[0]);
  }
}
