package vn.lgsp.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attempt;

/**
 * Gives each transaction that went in a joint call its own outcome: what the answer says of it, or else what the answer
 * means for all.
 *
 * @param bindings what rules over the answer see
 * @param whole the answer judged as if it were for one
 */
record Sharing(Consignment all, ProviderAnswer answer, Map<String, @Nullable Object> bindings, Passage whole) {
    private static final String NO_VERDICT = "no-verdict";
    private static final String NO_WORDS = "the answer does not say what became of it";

    /** No answer came: what is known of one is known of all. */
    static Passage alike(Consignment all, Passage passage) {
        return passage.sharing(all.members().stream().map(member -> new Share(member.parcel(), new Passage(member.share(
                passage.attempt(), all.members().size()), passage.verdict(), passage.outcome(), passage.answer())))
                .toList());
    }

    /** @param judge judges what the answer says of one as that one's answer */
    Passage shared(BiFunction<Parcel, ProviderAnswer, Passage> judge) {
        if (whole.verdict() == Verdict.EXPIRED_SESSION) {
            return alike(all, whole);
        }
        var told = new ArrayList<Optional<ProviderAnswer>>();
        for (var i = 0; i < all.members().size(); i++) {
            told.add(all.own(answer, i, bindings));
        }
        var some = told.stream().anyMatch(Optional::isPresent);
        var shares = new ArrayList<Share>();
        for (var i = 0; i < told.size(); i++) {
            var member = all.members().get(i);
            var passage = told.get(i).map(own -> judge.apply(member.parcel(), own))
                    .orElseGet(() -> untold(member, some));
            shares.add(new Share(member.parcel(), new Passage(member.share(passage.attempt(), told.size()), passage
                    .verdict(), passage.outcome(), passage.answer())));
        }
        return (some ? summed(shares) : refused()).sharing(shares);
    }

    private Passage untold(Consignment.Member member, boolean some) {
        var service = member.parcel().service();
        var verdict = all.batch().untold(whole.verdict(), some, service.call().repeatable());
        if (verdict.isEmpty()) {
            return new Passage(ended("UNKNOWN", NO_VERDICT, NO_WORDS), Verdict.UNAVAILABLE, new Unknown(NO_VERDICT,
                    NO_WORDS), new byte[0]);
        }
        if (verdict.get() != Verdict.AGAIN) {
            return whole;
        }
        if (some || whole.verdict() == Verdict.DELIVERED) {
            return new Passage(ended(Verdict.AGAIN.name(), NO_VERDICT, NO_WORDS), Verdict.AGAIN, new Unavailable(
                    NO_VERDICT, NO_WORDS, true, Optional.empty(), Fault.NOBODY), new byte[0]);
        }
        var of = whole.attempt();
        return new Passage(ended(Verdict.AGAIN.name(), of.code(), of.reason()), Verdict.AGAIN, whole.outcome(),
                new byte[0]);
    }

    private Attempt ended(String outcome, @Nullable String code, @Nullable String reason) {
        var of = whole.attempt();
        return new Attempt(of.number(), of.part(), of.startedAt(), of.took(), outcome, of.httpStatus(), code, reason, of
                .sentBytes(), of.answerBytes(), of.times());
    }

    /** For the provider's breaker: it is down only if it did nothing for anybody. */
    private Passage summed(List<Share> shares) {
        var first = shares.getFirst().passage();
        return shares.stream().allMatch(share -> share.passage().verdict() == Verdict.UNAVAILABLE)
                && first.outcome() instanceof Unavailable
                        ? new Passage(whole.attempt(), Verdict.UNAVAILABLE, first.outcome(), whole.answer())
                        : new Passage(whole.attempt(), Verdict.DELIVERED, new Outcome.Delivered(new Outcome.Content(
                                answer.body(), whole.answer(), "application/json")), whole.answer());
    }

    /** Nothing is sent again under one roof: what the provider knows already goes by itself too. */
    private Passage refused() {
        return whole.verdict() == Verdict.AGAIN
                ? new Passage(whole.attempt(), Verdict.REJECTED, new Rejected("again", "it knows one of them"), whole
                        .answer())
                : whole;
    }
}
