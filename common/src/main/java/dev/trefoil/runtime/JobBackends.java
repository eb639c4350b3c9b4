package dev.trefoil.runtime;

import dev.trefoil.identity.Identity;
import dev.trefoil.job.JobBackend;
import dev.trefoil.job.JobSettings;

/** Opens what jobs need of an adapter's cloud; no connection is made before the first use. */
@FunctionalInterface
public interface JobBackends {
  JobBackend open(JobSettings settings, Identity identity);
}
