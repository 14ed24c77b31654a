package vn.lgsp.gateway.ops;

import java.security.Principal;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a page who is logged in; the answer also carries the cookie with the token against forgery. */
@RestController
class OpsSession {

    record Session(String user) {}

    @GetMapping("/ops/session")
    Session session(Principal user) {
        return new Session(user.getName());
    }
}
