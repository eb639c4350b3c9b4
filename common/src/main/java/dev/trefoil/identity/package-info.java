/**
 * Who we are on the cloud we run on, and how we become someone on another: nine pairs of host cloud
 * and provider cloud, one token cache, and the host's secret store. The vendors' libraries do the
 * exchanges; here they are composed, and their results kept.
 *
 * <p>{@link Identity} is the way in. {@code AwsHost}, {@code AzureHost} and {@code GcpHost} are the
 * nine chains, step by step; {@code AwsSts}, {@code Entra} and {@code GoogleTokens} are the token
 * services that they walk through.
 */
package dev.trefoil.identity;
