package vn.lgsp.gateway.ops;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Settings of the operators' window.
 *
 * @param user name of the first user
 * @param password that user's password; when absent one is generated, shown once and kept hashed
 * @param passwordFile where the hash of a generated password is kept
 * @param failures wrong passwords within a minute after which a user is refused for a while
 */
@Validated
@ConfigurationProperties("gateway.ops")
public record OpsSettings(@DefaultValue("operator") @NotBlank String user,
        @Nullable @Size(min = 8, max = 72) String password,
        @DefaultValue("data/operator.password") Path passwordFile,
        @DefaultValue("5") @Min(1) @Max(100) int failures) {

    public OpsSettings {
        // an environment variable that is set but empty means that none was given
        password = password == null || password.isBlank() ? null : password;
    }

    @Override
    public String toString() {
        return "OpsSettings[user=" + user + ", passwordFile=" + passwordFile + ", failures=" + failures + "]";
    }
}
