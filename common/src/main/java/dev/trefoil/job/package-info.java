/** The queue seam: a message in, an outcome out; jobs that are paid for once and never lost. */
package dev.trefoil.job;
