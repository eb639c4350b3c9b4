/** AWS: an HTTP API and Lambda's scheduler in front of the real runtime interface client. */
package dev.trefoil.local.aws;
