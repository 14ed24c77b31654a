package vn.lgsp.gateway.ops;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import vn.lgsp.gateway.connector.faults.Text;

/** A parameter nobody reads is told, not passed over: a filter that is misspelt would find everything. */
@Component
class StrictParameters implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/ops/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            var known = known(method);
            request.getParameterMap().keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(
                    name -> {
                        throw Refusals.badParameter(name, there(known));
                    });
        }
        return true;
    }

    private static Set<String> known(HandlerMethod method) {
        return Arrays.stream(method.getMethod().getParameters()).flatMap(StrictParameters::names).collect(Collectors
                .toCollection(TreeSet::new));
    }

    private static Stream<String> names(Parameter parameter) {
        if (parameter.isAnnotationPresent(ModelAttribute.class)) {
            return Arrays.stream(parameter.getType().getRecordComponents()).map(RecordComponent::getName);
        }
        return parameter.isAnnotationPresent(RequestParam.class) ? Stream.of(parameter.getName()) : Stream.empty();
    }

    private static Text there(Set<String> known) {
        var names = String.join(", ", known);
        return known.isEmpty()
                ? new Text("địa chỉ này không nhận tham số nào.", "this address takes none.")
                : new Text("địa chỉ này chỉ nhận " + names + ".", "this address takes " + names + ".");
    }
}
