/** The HTTP function of AWS as a servlet, in aws-serverless-java-container. */
package dev.trefoil.aws.servlet;
