package vn.lgsp.gateway.sandbox.payment;

import java.net.URI;

/**
 * How the platform knows the province.
 *
 * @param partner MaDoiTac
 * @param secret shared secret of MaXacThuc
 * @param gateway where CONFIRM goes
 */
public record PaymentSettings(String partner, String secret, URI gateway) {
    @Override
    public String toString() {
        return "PaymentSettings[partner=" + partner + "]";
    }
}
