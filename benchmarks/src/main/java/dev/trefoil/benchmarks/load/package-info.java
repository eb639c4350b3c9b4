/** Many calls through a server that runs on: what it adds to one, and how many it can take. */
package dev.trefoil.benchmarks.load;
