package vn.lgsp.gateway.ops;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Leads a browser to the console; its files are plain static ones. */
@Configuration(proxyBeanMethods = false)
class ConsolePages implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry pages) {
        pages.addRedirectViewController("/", "/console/");
        pages.addRedirectViewController("/console", "/console/");
        pages.addViewController("/console/").setViewName("forward:/console/index.html");
    }
}
