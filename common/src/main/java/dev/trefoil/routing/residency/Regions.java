package dev.trefoil.routing.residency;

/**
 * In which place a region of a cloud is, as of August 2026. Sources: AWS, "AWS Regions"; Azure,
 * "List of Azure regions"; Google Cloud, "Geography and regions". A region that is not here is
 * nowhere that is known.
 */
public final class Regions {
  private Regions() {}

  /** A region of AWS, such as {@code eu-west-2}, which is in the United Kingdom. */
  public static Residency aws(String region) {
    return switch (region) {
      case "us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1" ->
          Residency.of("us");
      case "eu-central-1",
          "eu-north-1",
          "eu-south-1",
          "eu-south-2",
          "eu-west-1",
          "eu-west-3",
          "eusc-de-east-1" ->
          Residency.of("eu");
      case "eu-west-2" -> Residency.of("uk");
      case "eu-central-2" -> Residency.of("ch");
      case "ca-central-1", "ca-west-1" -> Residency.of("ca");
      case "mx-central-1" -> Residency.of("mx");
      case "sa-east-1" -> Residency.of("br");
      case "ap-northeast-1", "ap-northeast-3" -> Residency.of("jp");
      case "ap-northeast-2" -> Residency.of("kr");
      case "ap-southeast-1" -> Residency.of("sg");
      case "ap-southeast-2", "ap-southeast-4" -> Residency.of("au");
      case "ap-southeast-3" -> Residency.of("id");
      case "ap-southeast-5" -> Residency.of("my");
      case "ap-southeast-6" -> Residency.of("nz");
      case "ap-southeast-7" -> Residency.of("th");
      case "ap-south-1", "ap-south-2" -> Residency.of("in");
      case "ap-east-1" -> Residency.of("hk");
      case "ap-east-2" -> Residency.of("tw");
      case "il-central-1" -> Residency.of("il");
      case "me-south-1" -> Residency.of("bh");
      case "me-central-1" -> Residency.of("ae");
      case "af-south-1" -> Residency.of("za");
      case "cn-north-1", "cn-northwest-1" -> Residency.of("cn");
      default -> Residency.UNKNOWN;
    };
  }

  /** A region of Azure, such as {@code swedencentral}. */
  public static Residency azure(String region) {
    return switch (region) {
      case "centralus",
          "eastus",
          "eastus2",
          "northcentralus",
          "southcentralus",
          "westcentralus",
          "westus",
          "westus2",
          "westus3",
          "usgovarizona",
          "usgovtexas",
          "usgovvirginia" ->
          Residency.of("us");
      case "austriaeast",
          "belgiumcentral",
          "denmarkeast",
          "francecentral",
          "francesouth",
          "germanynorth",
          "germanywestcentral",
          "italynorth",
          "northeurope",
          "polandcentral",
          "spaincentral",
          "swedencentral",
          "westeurope" ->
          Residency.of("eu");
      case "uksouth", "ukwest" -> Residency.of("uk");
      case "switzerlandnorth", "switzerlandwest" -> Residency.of("ch");
      case "norwayeast", "norwaywest" -> Residency.of("no");
      case "canadacentral", "canadaeast" -> Residency.of("ca");
      case "mexicocentral" -> Residency.of("mx");
      case "brazilsouth", "brazilsoutheast" -> Residency.of("br");
      case "chilecentral" -> Residency.of("cl");
      case "japaneast", "japanwest" -> Residency.of("jp");
      case "koreacentral", "koreasouth" -> Residency.of("kr");
      case "southeastasia" -> Residency.of("sg");
      case "eastasia" -> Residency.of("hk");
      case "australiacentral", "australiacentral2", "australiaeast", "australiasoutheast" ->
          Residency.of("au");
      case "newzealandnorth" -> Residency.of("nz");
      case "indonesiacentral" -> Residency.of("id");
      case "malaysiawest" -> Residency.of("my");
      case "centralindia", "southindia", "westindia", "jioindiacentral", "jioindiawest" ->
          Residency.of("in");
      case "israelcentral" -> Residency.of("il");
      case "qatarcentral" -> Residency.of("qa");
      case "uaecentral", "uaenorth" -> Residency.of("ae");
      case "southafricanorth", "southafricawest" -> Residency.of("za");
      default -> Residency.UNKNOWN;
    };
  }

  /** A location of Google Cloud, such as {@code europe-west2}, or one of its multi-regions. */
  public static Residency google(String location) {
    return switch (location) {
      case "us",
          "us-central1",
          "us-east1",
          "us-east4",
          "us-east5",
          "us-south1",
          "us-west1",
          "us-west2",
          "us-west3",
          "us-west4" ->
          Residency.of("us");
      case "eu",
          "europe-central2",
          "europe-north1",
          "europe-north2",
          "europe-southwest1",
          "europe-west1",
          "europe-west3",
          "europe-west4",
          "europe-west8",
          "europe-west9",
          "europe-west10",
          "europe-west12" ->
          Residency.of("eu");
      case "europe-west2" -> Residency.of("uk");
      case "europe-west6" -> Residency.of("ch");
      case "northamerica-northeast1", "northamerica-northeast2" -> Residency.of("ca");
      case "northamerica-south1" -> Residency.of("mx");
      case "southamerica-east1" -> Residency.of("br");
      case "southamerica-west1" -> Residency.of("cl");
      case "asia-northeast1", "asia-northeast2" -> Residency.of("jp");
      case "asia-northeast3" -> Residency.of("kr");
      case "asia-southeast1" -> Residency.of("sg");
      case "asia-southeast2" -> Residency.of("id");
      case "asia-south1", "asia-south2" -> Residency.of("in");
      case "asia-east1" -> Residency.of("tw");
      case "asia-east2" -> Residency.of("hk");
      case "australia-southeast1", "australia-southeast2" -> Residency.of("au");
      case "me-west1" -> Residency.of("il");
      case "me-central1" -> Residency.of("qa");
      case "me-central2" -> Residency.of("sa");
      case "africa-south1" -> Residency.of("za");
      default -> Residency.UNKNOWN;
    };
  }
}
