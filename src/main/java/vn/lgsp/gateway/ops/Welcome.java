package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.stream.Collectors;

/** Shows the generated password, once. */
final class Welcome {
    private static final int WIDTH = 72;

    private Welcome() {}

    static String box(OpsSettings settings, String password) {
        var lines = List.of("Trang vận hành / Operators' console: /console/", "",
                "Tài khoản / User:      " + settings.user(), "Mật khẩu / Password:   " + password, "",
                "Chỉ hiện một lần / Shown only once. Quên? Xoá tệp này rồi khởi động lại:",
                "Forgotten? Delete this file and restart: " + settings.passwordFile());
        var rule = "─".repeat(WIDTH + 2);
        return lines.stream().map(line -> "│ " + line + " ".repeat(Math.max(0, WIDTH - line.length())) + " │")
                .collect(Collectors.joining("\n", "\n┌" + rule + "┐\n", "\n└" + rule + "┘\n"));
    }
}
