package vn.lgsp.gateway.sandbox.exchange;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.StandIn;
import vn.lgsp.gateway.sandbox.wire.Tokens;

/** The national document exchange: takes documents, once each, and shows in a feed what others sent us. */
public final class Exchange implements StandIn {
    private static final String TOKEN = "token";

    private final Tokens tokens;
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final List<Edoc> waiting = new ArrayList<>();
    private long last = 70_000;
    private int again;

    public Exchange(ExchangeSettings settings, InstantSource clock) {
        this.tokens = new Tokens(settings.client(), settings.secret(), clock, settings.tokenTtl());
    }

    @Override
    public String name() {
        return "exchange";
    }

    @Override
    public String connector() {
        return "document-exchange";
    }

    @Override
    public String service(Call call) {
        return call.path().substring(call.path().lastIndexOf('/') + 1);
    }

    @Override
    public boolean opens(String service) {
        return service.equals(TOKEN);
    }

    @Override
    public Answer answer(Call call) {
        return switch (service(call)) {
            case TOKEN -> tokens.give(call);
            case "sendEdoc" -> tokens.refusal(call).orElseGet(() -> take(call.json()));
            default -> tokens.refusal(call).orElseGet(() -> page(call));
        };
    }

    private synchronized Answer take(JsonNode edoc) {
        var header = edoc.path("MessageHeader");
        var id = Json.text(header, "DocumentId");
        if (id.isEmpty() || header.path("To").isEmpty()) {
            return said("10", "Thiếu DocumentId hoặc nơi nhận", null);
        }
        var business = header.path("Business").path("BusinessDocType").asInt(0);
        var name = id + (business == 0 ? "" : "#" + business);
        var before = sent.get(name);
        sent.put(name, new Sent(id, business, before == null ? 1 : before.times() + 1, edoc.path("Attachments")
                .valueStream().map(file -> Digest.sha256(Base64.getDecoder().decode(Json.text(file, "Content"))))
                .toList()));
        return before == null
                ? said("0", "Thành công", 900_000 + sent.size())
                : said("02", "DocumentId đã tồn tại",
                        null);
    }

    private static Answer said(String code, String message, @Nullable Object docId) {
        return Answer.json(Json.object("code", code, "message", message, "docId", docId));
    }

    private synchronized Answer page(Call call) {
        var after = number(call.parameter("lastId").orElse(""), 0);
        var size = Math.clamp(number(call.parameter("limit").orElse(""), 10), 1, 100);
        var begun = waiting.stream().filter(one -> one.id() <= after).count();
        var from = Math.max(0, begun - again);
        return Answer.json(Json.object("code", "0", "message", "", "edocs", waiting.stream().skip(from).limit(begun
                - from + size).map(Edoc::shown).toList()));
    }

    private static long number(String text, long otherwise) {
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
    }

    /** Somebody sends us a document with one attachment. */
    public synchronized void send(String documentId, String subject, byte[] content) {
        waiting.add(new Edoc(++last, documentId, subject, content));
    }

    /** Each page begins with so many documents that were given before. */
    public synchronized void giveAgain(int documents) {
        again = documents;
    }

    /** A new document as it was taken; {@code id#1} its withdrawal, {@code #2} its update, {@code #3} its replacement. */
    public synchronized Optional<Sent> sent(String documentId) {
        return Optional.ofNullable(sent.get(documentId));
    }

    @Override
    public Answer refusal() {
        return said("11", "OrganId không tồn tại", null);
    }

    @Override
    public void expire() {
        tokens.forget();
    }

    @Override
    public synchronized Map<String, Object> state(int most) {
        return Json.object("sent", sent.size(), "repeats",
                sent.values().stream().mapToInt(one -> one.times() - 1).sum(),
                "waiting", waiting.size());
    }

    @Override
    public Map<String, Object> state(String key) {
        return sent(key).map(one -> Json.object("document", one)).orElseGet(Map::of);
    }

    @Override
    public synchronized void reset() {
        sent.clear();
        waiting.clear();
        again = 0;
        tokens.forget();
    }
}
