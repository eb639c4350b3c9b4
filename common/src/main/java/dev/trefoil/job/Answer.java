package dev.trefoil.job;

import dev.trefoil.store.Content;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a call was answered with.
 *
 * @param headers those that the answer needs to be told again: its type, who gave it, what was
 *     tried
 */
record Answer(int status, Map<String, String> headers, Content body) {
  Answer {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }
}
