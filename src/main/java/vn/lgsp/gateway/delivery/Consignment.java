package vn.lgsp.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Batch;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.ledger.Attempt;

/**
 * What one call carries for a service with a batch: the requests of several transactions, or of one.
 *
 * @param body the provider's request, holding every member's item
 * @param joint it was made up of several parcels, even if only one could go
 */
record Consignment(Batch batch, Map<Object, @Nullable Object> body, List<Member> members, boolean joint) {

    /**
     * One transaction's part.
     *
     * @param item as it is sent
     * @param bytes its size, measured where it has company
     */
    record Member(Parcel parcel, Object item, int bytes) {
        Attempt share(Attempt of, int so) {
            return of.shared(so, bytes);
        }
    }

    /**
     * Maps the parcel and those that travel with it. What cannot be mapped, or differs from the first in more than its
     * item, does not go along.
     *
     * @throws MappingFailed when nothing can be mapped
     */
    static Consignment of(Parcel parcel, Batch batch) {
        if (parcel.others().isEmpty()) {
            var mapped = parcel.mapped();
            var item = batch.item(mapped);
            return new Consignment(batch, batch.holding(mapped, List.of(item)), List.of(new Member(parcel, item, 0)),
                    false);
        }
        return new Loading(batch).add(parcel.with(List.of())).addAll(parcel).loaded();
    }

    /** The parcel the call is made for. */
    Parcel lead() {
        return members.getFirst().parcel();
    }

    /** What the answer says of one of them. */
    Optional<ProviderAnswer> own(ProviderAnswer answer, int index, Map<String, @Nullable Object> bindings) {
        var member = members.get(index);
        return batch.own(answer, member.item(), index, member.parcel().transaction().businessKey(), bindings);
    }

    /** Puts those together that can go together. */
    private static final class Loading {
        private final Batch batch;
        private final List<Member> members = new ArrayList<>();
        private @Nullable Map<Object, @Nullable Object> first;
        private @Nullable MappingFailed failure;

        Loading(Batch batch) {
            this.batch = batch;
        }

        Loading addAll(Parcel lead) {
            lead.others().forEach(other -> add(other.withAccess(lead.access()).to(lead.address())));
            return this;
        }

        Loading add(Parcel parcel) {
            try {
                var mapped = parcel.mapped();
                var item = batch.item(mapped);
                var around = batch.holding(mapped, List.of());
                first = first == null ? around : first;
                if (around.equals(first)) {
                    members.add(new Member(parcel, item, Json.write(item).length));
                }
            } catch (MappingFailed e) {
                failure = e;
            }
            return this;
        }

        Consignment loaded() {
            if (first == null) {
                throw failure == null ? new MappingFailed("there is nothing to send") : failure;
            }
            return new Consignment(batch, batch.holding(first, members.stream().map(Member::item).toList()), List
                    .copyOf(members), true);
        }
    }
}
