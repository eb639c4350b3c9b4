/** Trefoil on AWS Lambda: events in, responses out. */
package dev.trefoil.aws;
