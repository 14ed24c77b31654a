package vn.lgsp.gateway.ops;

import java.util.List;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Lets the operator in, and nobody who guesses. */
final class OperatorLogin implements AuthenticationProvider {
    static final String ROLE = "ROLE_OPERATOR";

    /** Too many wrong passwords of this user within a minute; the password was not looked at. */
    static final class TooManyFailures extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        TooManyFailures() {
            super("too many failed logins");
        }
    }

    private final String operator;
    private final OperatorPassword password;
    private final FailureLimit limit;

    OperatorLogin(String operator, OperatorPassword password, FailureLimit limit) {
        this.operator = operator;
        this.password = password;
        this.limit = limit;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var name = attempt.getName();
        if (limit.exceeded(name)) {
            throw new TooManyFailures();
        }
        if (!right(name, String.valueOf(attempt.getCredentials()))) {
            limit.failed(name);
            throw new BadCredentialsException("wrong user or password");
        }
        limit.succeeded(name);
        return UsernamePasswordAuthenticationToken.authenticated(name, null,
                List.of(new SimpleGrantedAuthority(ROLE)));
    }

    private boolean right(String name, String given) {
        if (operator.equals(name) && password.hasMatched(given)) {
            return true;
        }
        // The hash is computed for unknown names too: the answer's time does not tell who exists.
        return password.matches(given) && operator.equals(name);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
