package dev.trefoil.job;

import java.util.Set;

/** Where the word goes that a job has ended. */
public sealed interface CallbackSettings {
  /**
   * A queue of the host cloud, which is told {@code {"id", "status"}}.
   *
   * @param queue as {@link dev.trefoil.store.Queues} names it
   */
  record Queue(String queue) implements CallbackSettings {}

  /**
   * A task of AWS Step Functions that waits for its token.
   *
   * @param region of the state machine
   */
  record StepFunctions(String region) implements CallbackSettings {}

  /**
   * An address that the caller gives, such as a callback of Google Workflows or of an Azure logic
   * app.
   *
   * @param hosts that the address may have, in lower case; one that begins with {@code *.} stands
   *     for every name below it
   * @param google whether the request has the access token of the process's Google identity
   * @param loopback whether this machine may be reached, with http too
   */
  record Webhook(Set<String> hosts, boolean google, boolean loopback) implements CallbackSettings {
    public Webhook {
      hosts = Set.copyOf(hosts);
    }

    /** Whether an address may have this host, in lower case. */
    boolean allows(String host) {
      int dot = host.indexOf('.');
      return hosts.contains(host) || wildcards(host, dot);
    }

    private boolean wildcards(String host, int first) {
      for (int dot = first; dot > 0; dot = host.indexOf('.', dot + 1)) {
        if (hosts.contains("*" + host.substring(dot))) {
          return true;
        }
      }
      return false;
    }
  }
}
