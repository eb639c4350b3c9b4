package dev.trefoil.azure;

import dev.trefoil.identity.Identity;
import dev.trefoil.job.JobBackend;
import dev.trefoil.job.JobSettings;

/** Table, blobs and queues of a storage account, called with the function's managed identity. */
final class AzureJobs {
  private AzureJobs() {}

  static JobBackend open(JobSettings settings, Identity identity) {
    StorageCalls calls = new StorageCalls(identity.azureStorage());
    return new JobBackend(
        new TableRecords(calls, settings.table()),
        new StorageBlobs(calls, settings.blobs()),
        new StorageQueues(calls));
  }
}
