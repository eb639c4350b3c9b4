package dev.trefoil.store;

/** What one cloud keeps for this process. */
public record Store(RecordStore records, BlobStore blobs, Queues queues) {}
