package vn.lgsp.gateway.sandbox.province;

/**
 * How the province's systems know the gateway.
 *
 * @param qoffice Qoffice's webhook secret: {@code whsec_} and Base64
 * @param civilServants key of the civil servants' database
 * @param ioc key of the IOC
 * @param egov OAuth 2 client of the staff app, with its secret
 */
public record ProvinceSettings(String qoffice, String civilServants, String ioc, String egov, String egovSecret) {
    @Override
    public String toString() {
        return "ProvinceSettings[]";
    }
}
