package vn.lgsp.gateway.sandbox.payment;

/**
 * What the platform holds of one attempt to pay.
 *
 * @param maHoSo the debt
 * @param repeatsRefused INITs refused because the reference was used
 * @param state TrangThaiGD: 3 pending, 1 paid, 4 failed
 * @param maGiaoDich the platform's transaction, empty until it is final
 * @param confirmsSent CONFIRMs sent, forged ones apart
 * @param confirmsAcknowledged those answered with MaLoi "00"
 * @param forgedAcknowledged forged ones answered with MaLoi "00": 0 when all is well
 * @param lastReply the gateway's last answer to a CONFIRM, with its HTTP status
 */
public record Payment(String maThamChieu, String maHoSo, String soTien, int repeatsRefused, int state,
        String maGiaoDich, int confirmsSent, int confirmsAcknowledged, int forgedAcknowledged, String lastReply) {}
