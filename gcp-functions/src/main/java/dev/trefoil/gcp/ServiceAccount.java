package dev.trefoil.gcp;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.google.auth.oauth2.ComputeEngineCredentials;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * The function's service account as a signer. Nobody has its key: the IAM Service Account
 * Credentials API signs with one of Google's, for who is {@code
 * roles/iam.serviceAccountTokenCreator} on the account, itself included.
 */
final class ServiceAccount implements UrlSigner {
  private final GoogleCalls iam;
  private final Supplier<String> metadata;

  /** The same for as long as the process lives. */
  private volatile String email;

  /**
   * @param iam calls of the service {@code iamcredentials}
   * @param metadata gives the account's address, or throws an unchecked exception
   */
  ServiceAccount(GoogleCalls iam, Supplier<String> metadata) {
    this.iam = iam;
    this.metadata = metadata;
  }

  /** Looks the address up at the metadata server, when it is first needed. */
  static ServiceAccount ofThisFunction(GoogleCalls iam) {
    return new ServiceAccount(iam, () -> ComputeEngineCredentials.create().getAccount());
  }

  @Override
  public String email() throws StoreException {
    if (email == null) {
      try {
        email = metadata.get();
      } catch (RuntimeException e) {
        throw new StoreException(
            "the metadata server does not name the service account: " + e.getMessage(), e);
      }
    }
    return email;
  }

  @Override
  public byte[] sign(byte[] bytes) throws StoreException {
    String payload = Base64.getEncoder().encodeToString(bytes);
    HttpResponse<byte[]> response =
        iam.send(
            "POST",
            "v1/projects/-/serviceAccounts/" + email() + ":signBlob",
            "application/json",
            Json.object(json -> json.writeStringField("payload", payload))
                .getBytes(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("iamcredentials", "a signature of " + email(), response);
    }
    try {
      JrsObject json = Json.read(response.body());
      return Base64.getDecoder()
          .decode(
              Json.text(json, "signedBlob")
                  .orElseThrow(() -> new IOException("there is no signedBlob")));
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreException("iamcredentials answers with no signature: " + e.getMessage(), e);
    }
  }
}
