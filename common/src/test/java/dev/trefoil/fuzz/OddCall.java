package dev.trefoil.fuzz;

import dev.trefoil.http.RecordedResponse;
import java.util.Map;

/**
 * A call that is odd as HTTP, and what must be answered.
 *
 * @param how it is odd, for counting and reporting
 * @param code of the error; empty where it is none
 * @param told headers of the answer by their names; empty for one that must not be there
 */
record OddCall(String how, Sent sent, int status, String code, Map<String, String> told) {
  /** A call that is answered as if it were not odd. */
  static OddCall taken(String how, Sent sent) {
    return new OddCall(how, sent, 200, "", Map.of());
  }

  static OddCall refused(String how, Sent sent, int status, String code) {
    return new OddCall(how, sent, status, code, Map.of());
  }

  boolean isRefused() {
    return status >= 400;
  }

  /** What is wrong with its answer; an empty text where nothing is. */
  String fault(RecordedResponse response) {
    if (response.status() != status) {
      return "status " + response.status();
    }
    for (Map.Entry<String, String> header : told.entrySet()) {
      String value = response.headers().first(header.getKey()).orElse("");
      if (!value.equals(header.getValue())) {
        return header.getKey() + " is '" + value + "', not '" + header.getValue() + "'";
      }
    }
    if (sent.method().equals("HEAD") && !response.body().isEmpty()) {
      return "a body";
    }
    return isRefused() && !sent.method().equals("HEAD")
        ? Answers.errorFault(response, status, code)
        : Answers.headerFault(response);
  }
}
