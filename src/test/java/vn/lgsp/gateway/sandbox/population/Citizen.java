package vn.lgsp.gateway.sandbox.population;

import java.util.List;

/** An invented citizen. */
record Citizen(String number, String card, String family, String middle, String given, String born, String sex) {

    static final List<Citizen> ALL = List.of(
            new Citizen("049090000001", "", "NGUYỄN", "THỊ", "THỬ", "19900501", "2"),
            new Citizen("049060000002", "205123456", "NGUYỄN", "VĂN", "MẪU", "1960", "1"),
            new Citizen("049085000003", "205654321", "TRẦN", "", "GIẢ & THỬ", "19851231", "1"));

    String name() {
        return (family + " " + middle + " " + given).replaceAll(" +", " ");
    }

    boolean is(String soDinhDanh, String soCMND, String hoVaTen) {
        return (number.equals(soDinhDanh) || !card.isEmpty() && card.equals(soCMND)) && name().equalsIgnoreCase(hoVaTen
                .strip());
    }

    boolean born(String year, String day) {
        return born.equals(day) || born.substring(0, 4).equals(year) && day.isEmpty();
    }
}
