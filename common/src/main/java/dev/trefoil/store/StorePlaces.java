package dev.trefoil.store;

import java.util.Optional;

/**
 * Where a cloud's store is, named as that cloud names it.
 *
 * @param table of records
 * @param orderedTable of the records that are queried, where the cloud needs another table for them
 * @param blobs the bucket or container
 */
public record StorePlaces(String table, Optional<String> orderedTable, String blobs) {}
