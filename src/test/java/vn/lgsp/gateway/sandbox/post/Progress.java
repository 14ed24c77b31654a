package vn.lgsp.gateway.sandbox.post;

/** The way of an order. The official code list is not published: the codes are assumed. */
enum Progress {
    ACCEPTED("10", "Đã nhận yêu cầu"), PICKED_UP("20", "Đã thu gom"), IN_TRANSIT("30", "Đang vận chuyển"), DELIVERING(
            "40", "Đang phát"), DELIVERED("50", "Phát thành công"), CANCELLED("90", "Đã hủy");

    private final String code;
    private final String text;

    Progress(String code, String text) {
        this.code = code;
        this.text = text;
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }

    boolean last() {
        return this == DELIVERED || this == CANCELLED;
    }

    Progress next() {
        return switch (this) {
            case ACCEPTED -> PICKED_UP;
            case PICKED_UP -> IN_TRANSIT;
            case IN_TRANSIT -> DELIVERING;
            case DELIVERING, DELIVERED -> DELIVERED;
            case CANCELLED -> CANCELLED;
        };
    }
}
