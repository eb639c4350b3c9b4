package dev.trefoil.chat;

/** Why a model stopped, in the words every service's reason is translated to. */
public enum FinishReason {
  /** The model was done, or met a stop text. */
  STOP,
  /** The answer met its token limit or the end of the context window. */
  LENGTH,
  /** The model waits for the results of the tools it called. */
  TOOL_CALLS,
  /** The service's own filter or guardrail ended the answer. */
  CONTENT_FILTER
}
