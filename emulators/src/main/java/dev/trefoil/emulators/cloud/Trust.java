// What a function must be told to get from its own cloud to the others: names, none of them secret.
package dev.trefoil.emulators.cloud;

import java.net.URI;

/**
 * The names of the trust between the emulated clouds, as they would stand in trefoil.yaml.
 *
 * @param tenantId the Entra tenant
 * @param clientId the application that roles on AWS and service accounts on Google Cloud speak for
 * @param entraAudience the audience of their assertions
 * @param applicationIdUri the resource for which a managed identity asks a token that AWS and
 *     Google take; the token is of version 1
 * @param roleArn the role on AWS that managed identities and service accounts assume
 * @param awsAudience the audience of a service account's ID token for AWS
 * @param awsPoolProvider the full name of the pool provider that lets roles on AWS in
 * @param azurePoolProvider the full name of the pool provider that lets managed identities in
 * @param region of AWS
 * @param awsSts where AWS STS listens, over HTTP; the SDKs take it as {@code AWS_ENDPOINT_URL_STS}
 * @param authorityHost where Entra listens, over HTTPS; the SDKs take it as {@code
 *     AZURE_AUTHORITY_HOST}
 * @param googleTokenUrl where Google STS exchanges tokens, over HTTPS
 */
public record Trust(
    String tenantId,
    String clientId,
    String entraAudience,
    String applicationIdUri,
    String roleArn,
    String awsAudience,
    String awsPoolProvider,
    String azurePoolProvider,
    String region,
    URI awsSts,
    URI authorityHost,
    URI googleTokenUrl) {}
