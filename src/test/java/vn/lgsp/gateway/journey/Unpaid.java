package vn.lgsp.gateway.journey;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import vn.lgsp.gateway.sandbox.payment.PaymentOptions;

/** During a test no citizen pays by himself ({@code @RegisterExtension}); after it the stage's world is well again. */
final class Unpaid implements BeforeEachCallback, AfterEachCallback {
    private final GatewayStage stage;

    Unpaid(GatewayStage stage) {
        this.stage = stage;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        stage.sandbox().payment().set(PaymentOptions.USUAL.autoPay(false));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Stages.calm(stage);
        stage.sandbox().payment().set(PaymentOptions.USUAL);
    }
}
