package dev.trefoil.retrieval;

import java.util.regex.Pattern;

/**
 * Whose vector store. What one tenant has put is in no other's answers, also where both have a
 * store of the same name.
 *
 * @param tenant as the caller's authentication names it, at most 256 characters; empty for none
 * @param store 1 to 100 letters, digits, {@code -} and {@code _}
 */
public record StoreKey(String tenant, String store) {
  private static final int LONGEST_TENANT = 256;
  private static final Pattern STORE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /**
   * @throws IllegalArgumentException when it names no store
   */
  public StoreKey {
    if (tenant.length() > LONGEST_TENANT
        || !WellFormed.is(tenant)
        || !STORE.matcher(store).matches()) {
      throw new IllegalArgumentException("no key of a vector store: " + store);
    }
  }
}
