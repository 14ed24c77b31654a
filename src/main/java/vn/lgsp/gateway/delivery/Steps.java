package vn.lgsp.gateway.delivery;

import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of {@code routes/*.camel.yaml} by their names there. Camel calls them as they are, without looking for a method. */
@Configuration(proxyBeanMethods = false)
class Steps {
    @Bean
    Processor mapOutward(Mapping mapping) {
        return mapping::outward;
    }

    @Bean
    Processor leanCall(LeanTransport lean) {
        return lean::call;
    }

    @Bean
    Processor recordedCall(Recorded recorded) {
        return recorded::call;
    }

    @Bean
    Processor readAnswer(AnswerReader reader) {
        return reader::read;
    }

    @Bean
    Processor judgeAnswer(Judge judge) {
        return judge::judge;
    }

    @Bean
    Processor mapBack(Mapping mapping) {
        return mapping::back;
    }
}
