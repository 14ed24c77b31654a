package vn.lgsp.gateway.sandbox.payment;

import java.net.URI;

/**
 * How the platform knows the province.
 *
 * @param partner MaDoiTac
 * @param secret shared secret of MaXacThuc
 * @param confirm where CONFIRM goes
 * @param dues where the platform asks what is due for a dossier ({@code dptracuuthanhtoanhs})
 * @param apiKey sent as {@code X-API-Key} with the latter, which carries no checksum
 */
public record PaymentSettings(String partner, String secret, URI confirm, URI dues, String apiKey) {
    @Override
    public String toString() {
        return "PaymentSettings[partner=" + partner + "]";
    }
}
