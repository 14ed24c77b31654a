package vn.lgsp.gateway.sandbox.portal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Json;

/** The portal's book of dossiers: every push is counted where it takes effect, under one lock. */
final class Dossiers {
    private static final int STATUSES = 50;
    private static final int CONTENTS = 2_000;

    private static final class Entry {
        private int inserts;
        private int updates;
        private int sameAgain;
        private int refused;
        private JsonNode last = MissingNode.getInstance();
        private String digest = "";
        private final List<String> statuses = new ArrayList<>();
        private final Map<String, Integer> steps = new LinkedHashMap<>();

        /** Takes a version; true when it says the same as the one before. */
        private boolean version(JsonNode item) {
            var before = digest;
            last = item;
            digest = Digest.of(item);
            statuses.add(Json.text(item, "TrangThaiHoSo"));
            if (statuses.size() > STATUSES) {
                statuses.removeFirst();
            }
            return before.equals(digest);
        }

        private Dossier shown(String maHoSo) {
            return new Dossier(maHoSo, inserts, updates, sameAgain, refused, List.copyOf(statuses),
                    new LinkedHashMap<>(steps), last);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Queue<Entry> contents = new ArrayDeque<>();

    /** All or none; false when one of them is there already. */
    synchronized boolean insert(Collection<JsonNode> items) {
        var there = items.stream().map(item -> entries.get(Json.text(item, "MaHoSo")))
                .filter(Objects::nonNull).toList();
        there.forEach(entry -> entry.refused++);
        if (!there.isEmpty()) {
            return false;
        }
        for (var item : items) {
            var entry = entry(item);
            entry.inserts++;
            entry.version(item);
            keep(entry);
        }
        return true;
    }

    /** All or none; false when one of them is not known. */
    synchronized boolean update(Collection<JsonNode> items) {
        if (!known(items)) {
            return false;
        }
        for (var item : items) {
            var entry = entry(item);
            entry.updates++;
            entry.sameAgain += entry.version(item) ? 1 : 0;
        }
        return true;
    }

    /** All or none; false when one of the dossiers is not known. */
    synchronized boolean append(Collection<JsonNode> steps) {
        if (!known(steps)) {
            return false;
        }
        for (var step : steps) {
            entry(step).steps.merge(step(step), 1, Integer::sum);
        }
        return true;
    }

    synchronized Optional<Dossier> find(String maHoSo) {
        return Optional.ofNullable(entries.get(maHoSo)).map(entry -> entry.shown(maHoSo));
    }

    synchronized List<Dossier> all() {
        return entries.entrySet().stream().map(entry -> entry.getValue().shown(entry.getKey())).toList();
    }

    synchronized void clear() {
        entries.clear();
        contents.clear();
    }

    private boolean known(Collection<JsonNode> items) {
        return items.stream().allMatch(item -> entries.containsKey(Json.text(item, "MaHoSo")));
    }

    private Entry entry(JsonNode item) {
        return entries.computeIfAbsent(Json.text(item, "MaHoSo"), none -> new Entry());
    }

    /** Load tests run against this: only the latest dossiers keep their content, the others their counts. */
    private void keep(Entry entry) {
        contents.add(entry);
        if (contents.size() > CONTENTS) {
            contents.remove().last = MissingNode.getInstance();
        }
    }

    /** Two steps are the same when they say the same: who, when, what, and the state after it. */
    private static String step(JsonNode step) {
        return String.join(" | ", Json.text(step, "ThoiDiemXuLy"), Json.text(step, "NguoiXuLy"),
                Json.text(step, "NoiDungXuLy"), Json.text(step, "TrangThai"));
    }
}
