package vn.lgsp.gateway.ops;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

/** Who may come in where: callers through the API's own door, operators after a login, all others nowhere. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OpsSettings.class)
class OpsSecurity {
    static final String LOGIN = "/console/login";
    static final String LOGIN_PAGE = "/console/login.html";
    static final String LOGOUT = "/console/logout";
    /** Nothing from elsewhere, nothing inline, and no text becomes markup. */
    private static final String CONTENT = "default-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final String[] PUBLIC = { LOGIN_PAGE, "/console/login.js", "/console/language.js",
            "/console/words.js", "/console/dom.js", "/console/console.css", "/console/icon.svg",
            "/actuator/health/**", "/actuator/prometheus" };

    @Bean
    OperatorLogin operatorLogin(OpsSettings settings, Clock clock) {
        var password = new OperatorPassword(settings,
                generated -> System.out.println(Welcome.box(settings, generated)));
        return new OperatorLogin(settings.user(), password, new FailureLimit(settings.failures(), clock));
    }

    @Bean
    CookieSameSiteSupplier strictCookies() {
        return CookieSameSiteSupplier.ofStrict();
    }

    /** What the firewall refuses is spoken like everything the server refuses. */
    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, rejected) -> response.sendError(HttpStatus.BAD_REQUEST.value());
    }

    /** Intake identifies its callers itself. */
    @Bean
    @Order(1)
    SecurityFilterChain callersChain(HttpSecurity http) throws Exception {
        return http.securityMatcher("/api/**").authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain operatorsChain(HttpSecurity http, Spokesman spokesman) throws Exception {
        return http.securityMatcher("/console", "/console/**", "/ops/**", "/actuator/**")
                .authorizeHttpRequests(paths -> paths.requestMatchers(PUBLIC).permitAll().anyRequest()
                        .hasAuthority(OperatorLogin.ROLE))
                .formLogin(form -> form.loginPage(LOGIN_PAGE).loginProcessingUrl(LOGIN)
                        .successHandler((request, response, user) -> response.setStatus(204))
                        .failureHandler(spokesman::refuseLogin))
                .logout(logout -> logout.logoutUrl(LOGOUT)
                        .logoutSuccessHandler((request, response, user) -> response.setStatus(204)))
                .httpBasic(basic -> basic.authenticationEntryPoint(spokesman::refuseLogin))
                .csrf(csrf -> csrf.spa().ignoringRequestMatchers(OpsSecurity::basic))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> {}))
                .exceptionHandling(faults -> faults
                        .defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint(LOGIN_PAGE),
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, "/console/**"))
                        .defaultAuthenticationEntryPointFor(spokesman::askForLogin, request -> true)
                        .accessDeniedHandler(spokesman::forbid))
                .build();
    }

    /** There is nothing else here. */
    @Bean
    @Order(3)
    SecurityFilterChain strangersChain(HttpSecurity http, Spokesman spokesman) throws Exception {
        return http
                .authorizeHttpRequests(paths -> paths.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                        .requestMatchers(HttpMethod.GET, "/", "/favicon.ico").permitAll().anyRequest().denyAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(faults -> faults.authenticationEntryPoint(spokesman::nothingHere)
                        .accessDeniedHandler(spokesman::nothingHere))
                .build();
    }

    /**
     * A request with its own credentials needs no token against forgery: another site's page can neither set this
     * header nor send the JSON that every state-changing call demands.
     */
    private static boolean basic(HttpServletRequest request) {
        var credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        return credentials != null && credentials.regionMatches(true, 0, "Basic ", 0, 6);
    }
}
