// What a function may ask about the call that it answers.
package dev.trefoil.local.azure.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;

/** The context of one invocation. */
record WorkerContext(String functionName, String invocationId, String traceparent)
    implements ExecutionContext, TraceContext {

  /**
   * @param traceparent as the caller sent it, or empty
   */
  static WorkerContext of(String functionName, String traceparent) {
    return new WorkerContext(functionName, UUID.randomUUID().toString(), traceparent);
  }

  @Override
  public Logger getLogger() {
    return Logger.getLogger("Function." + functionName);
  }

  @Override
  public String getInvocationId() {
    return invocationId;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public TraceContext getTraceContext() {
    return this;
  }

  @Override
  public String getTraceparent() {
    return traceparent;
  }

  @Override
  public String getTracestate() {
    return "";
  }

  @Override
  public Map<String, String> getAttributes() {
    return Map.of();
  }
}
