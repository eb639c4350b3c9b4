package dev.trefoil.aws;

import dev.trefoil.aws.runtimeapi.Invocation;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * Where AWS's SDK finds X-Ray's header of the invocation that it makes a call for: in a property of
 * the process, or of the thread where there are several at once. Lambda's own runtime (2.9.0)
 * leaves it there as well.
 */
enum TraceHeader {
  OF_THE_PROCESS {
    @Override
    void set(Invocation invocation) {
      if (invocation.traceId().isPresent()) {
        System.setProperty(PROPERTY, invocation.traceId().get());
      } else {
        System.clearProperty(PROPERTY);
      }
    }
  },
  OF_THE_THREAD {
    @Override
    void set(Invocation invocation) {
      SdkInternalThreadLocal.put(KEY, invocation.traceId().orElse(null));
    }
  };

  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";
  private static final String KEY = "AWS_LAMBDA_X_TRACE_ID";

  abstract void set(Invocation invocation);

  static TraceHeader when(int atOnce) {
    return atOnce == 1 ? OF_THE_PROCESS : OF_THE_THREAD;
  }
}
