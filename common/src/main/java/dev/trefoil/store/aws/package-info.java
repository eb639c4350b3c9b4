/** DynamoDB, S3 and SQS. */
package dev.trefoil.store.aws;
