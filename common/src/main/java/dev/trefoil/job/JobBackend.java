package dev.trefoil.job;

/** What jobs need of the cloud that the function runs on. */
public record JobBackend(RecordStore records, BlobStore blobs, QueueSender queues) {}
