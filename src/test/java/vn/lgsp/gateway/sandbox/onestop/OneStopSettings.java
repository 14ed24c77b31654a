package vn.lgsp.gateway.sandbox.onestop;

/** @param secret shared webhook secret: {@code whsec_} and Base64 */
public record OneStopSettings(String secret) {
    @Override
    public String toString() {
        return "OneStopSettings[]";
    }
}
