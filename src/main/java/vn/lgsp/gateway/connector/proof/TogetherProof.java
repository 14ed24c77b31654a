package vn.lgsp.gateway.connector.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Batch;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Verdict;

/** Plays a case of several requests in one call, each with its own outcome. */
final class TogetherProof {
    private final CaseProof lead;
    private final List<CaseProof> all;
    private final CaseFile.Call call;
    private final Batch batch;

    /** @param others those that go with it */
    TogetherProof(CaseProof lead, List<CaseProof> others) {
        var played = lead.played();
        this.lead = lead;
        this.all = new ArrayList<>(List.of(lead));
        all.addAll(others);
        this.call = played.story().calls(played.service().call().format()).getFirst();
        this.batch = played.service().call().batch().orElseThrow(() -> new Mismatch(
                "together: the service has no batch", null, played.story().values().get("together")));
    }

    /** The public reply to the lead's request, or null. */
    @Nullable
    Object prove() {
        lead.sends(call, whole());
        var told = new ArrayList<Optional<ProviderAnswer>>();
        all.forEach(one -> told.add(one.played().own(batch, call.answer(), told.size())));
        var untold = batch.untold(lead.played().first(call.answer()), told.stream().anyMatch(Optional::isPresent),
                lead.played().service().call().repeatable());
        var replies = new ArrayList<@Nullable Object>();
        all.forEach(one -> replies.add(share(one, told.get(replies.size()), untold)));
        return replies.getFirst();
    }

    private Map<Object, @Nullable Object> whole() {
        var mapped = all.stream().map(one -> one.played().request(one.played().story().given())).toList();
        var whole = batch.holding(mapped.getFirst(), mapped.stream().map(batch::item).toList());
        mapped.forEach(one -> Mismatch.same("together: what surrounds the item", batch.holding(one, List.of()), batch
                .holding(whole, List.of())));
        return whole;
    }

    private @Nullable Object share(CaseProof one, Optional<ProviderAnswer> told, Optional<Verdict> untold) {
        var answer = told.orElse(call.answer());
        var verdict = told.map(one.played()::first).or(() -> untold);
        Mismatch.same("status", verdict.map(came -> came == Verdict.AGAIN ? "ALONE" : came.name()).orElse("UNKNOWN"),
                one.played().story().replies().get("status"));
        one.answers().words(answer);
        return verdict.filter(came -> came == Verdict.DELIVERED).isPresent() ? one.answers().reply(answer) : null;
    }
}
