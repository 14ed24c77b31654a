package vn.lgsp.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveSimpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;

/** The walls of the house: which room may know which, and where each technology stays. */
class WallsTest {
    private static final String US = "vn.lgsp.gateway";
    private static final Path CLASSES = Path.of(Gateway.class.getProtectionDomain().getCodeSource().getLocation()
            .getPath());
    private static final JavaClasses MAIN;
    private static final JavaClasses ALL;

    static {
        // names are enough: what others' classes look like inside is not asked
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        MAIN = new ClassFileImporter().importPath(CLASSES);
        ALL = new ClassFileImporter().importPackages(US);
    }

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(name -> US + "." + name + "..").toArray(String[]::new);
    }

    /** A room, and all the other rooms it may know. */
    private static void room(String name, String... mayKnow) {
        var known = rooms(Arrays.copyOf(mayKnow, mayKnow.length + 1));
        known[mayKnow.length] = US + "." + name + "..";
        noClasses().that().resideInAPackage(US + "." + name + "..").should().dependOnClassesThat(resideInAnyPackage(US
                + "..").and(not(resideInAnyPackage(known)))).because(
                        name + " may know " + Arrays.toString(mayKnow))
                .check(MAIN);
    }

    @Test
    void the_connector_room_knows_attachments_only() {
        room("connector", "attachment");
    }

    @Test
    void the_ledger_room_knows_attachments_only() {
        room("ledger", "attachment");
    }

    @Test
    void the_attachment_room_knows_no_other() {
        room("attachment");
    }

    @Test
    void the_problem_room_knows_only_texts_and_faults_of_the_connector_room() {
        classes().that().resideInAPackage(US + ".problem..").should().onlyDependOnClassesThat(
                DescribedPredicate.<JavaClass>describe("are not ours, or texts and faults",
                        one -> !one.getPackageName().startsWith(US) || one.getPackageName().startsWith(US + ".problem")
                                || one.getPackageName().startsWith(US + ".connector")
                                        && List.of("faults.Text", "Schema",
                                                "Schema$Fault", "Json").stream().anyMatch(
                                                        name -> one.getName().equals(US
                                                                + ".connector." + name))))
                .check(MAIN);
    }

    @Test
    void the_caller_room_knows_problems_and_connectors() {
        room("caller", "problem", "connector");
    }

    @Test
    void the_way_out_knows_connectors_and_the_ledger() {
        room("delivery", "attachment", "connector", "ledger");
    }

    @Test
    void the_way_in_knows_everything_below_it() {
        room("intake", "attachment", "caller", "connector", "ledger", "delivery", "problem");
    }

    @Test
    void the_window_knows_everything_but_the_way_in() {
        room("ops", "attachment", "caller", "connector", "ledger", "delivery", "problem", "swap");
    }

    @Test
    void the_room_that_swaps_knows_what_it_exchanges_and_not_who_asks() {
        room("swap", "caller", "connector", "ledger", "delivery");
    }

    @Test
    void the_bench_knows_connectors_callers_the_ledger_and_problems() {
        room("cli", "caller", "connector", "delivery", "ledger", "problem");
    }

    @Test
    void there_are_no_rooms_but_those_of_the_house() {
        assertThat(MAIN.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(US + ".")).map(
                name -> name.substring(US.length() + 1).split("\\.")[0]).distinct())
                .containsExactlyInAnyOrder("problem",
                        "attachment", "connector", "ledger", "caller", "delivery", "intake", "ops", "cli", "swap");
    }

    @Test
    void camel_stays_on_the_way_out() {
        noClasses().that().resideOutsideOfPackage(US + ".delivery..").should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..").check(MAIN);
    }

    @Test
    void sql_stays_in_the_ledger() {
        noClasses().that().resideOutsideOfPackage(US + ".ledger..").should().dependOnClassesThat().resideInAnyPackage(
                "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql..", "org.flywaydb..",
                "com.zaxxer..").check(MAIN);
    }

    @Test
    void the_http_client_and_the_breaker_stay_on_the_way_out() {
        noClasses().that().resideOutsideOfPackage(US + ".delivery..").should().dependOnClassesThat().resideInAnyPackage(
                "org.apache.hc..", "io.github.resilience4j.core.metrics..").check(MAIN);
        noClasses().that().resideOutsideOfPackages(US + ".delivery..", US + ".cli..").should().dependOnClassesThat()
                .resideInAnyPackage("java.net.http..").because("the bench asks the operators' API").check(MAIN);
    }

    @Test
    void stand_ins_and_tests_tools_stay_in_the_tests() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("com.github.tomakehurst..", "org.junit..",
                "org.assertj..", "org.awaitility..", US + ".sandbox..", US + ".journey..").check(MAIN);
    }

    @Test
    void wiremock_is_known_to_the_sandbox_alone() {
        noClasses().that().resideOutsideOfPackage(US + ".sandbox..").should().dependOnClassesThat().resideInAnyPackage(
                "com.github.tomakehurst..").check(ALL);
    }

    @Test
    void no_two_packages_need_each_other_but_for_the_one_door_that_makes_expressions() {
        slices().matching(US + ".(**)").should().beFreeOfCycles().ignoreDependency(US + ".connector.Expression", US
                + ".connector.expression.JsonataExpression").check(MAIN);
    }

    @Test
    void names_say_what_a_thing_is() {
        var nothing = Stream.of("Util", "Utils", "Helper", "Manager", "DTO", "Dto", "Base", "Service", "Entity").map(
                WallsTest::ending).reduce(ending("Impl"), ArchCondition::or);
        noClasses().should(nothing).check(notTheService(MAIN));
        assertThat(MAIN.stream().map(JavaClass::getSimpleName)).noneMatch(name -> name.startsWith("Abstract"));
    }

    private static ArchCondition<JavaClass> ending(String suffix) {
        return haveSimpleNameEndingWith(suffix);
    }

    /** A service is what the gateway is about. */
    private static JavaClasses notTheService(JavaClasses all) {
        return all.that(describe("are not the domain's Service",
                one -> !one.getName().equals(US + ".connector.Service")));
    }

    /** Seen: a second main among the tests, and the README's first command did not start; then the jar started the demo. */
    @Test
    void the_first_command_and_the_jar_know_what_they_start() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<spring-boot.run.main-class>vn.lgsp.gateway.journey.Demo"
                        + "</spring-boot.run.main-class>")
                .contains("<mainClass>vn.lgsp.gateway.Gateway</mainClass>");
    }

    @Test
    void no_rule_is_about_one_connector() throws IOException {
        var names = connectors();
        assertThat(names).contains("dvcqg", "payment", "postal", "business-registration", "civil-status");
        var word = Pattern.compile("(?i)\\b(" + String.join("|", names) + ")\\b");
        var found = new ArrayList<String>();
        for (var file : classFiles()) {
            for (var text : texts(file)) {
                if (word.matcher(text).find()) {
                    found.add(file.getFileName() + ": " + text);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** A connector is a folder: it needs no class, method or field of its own. */
    @Test
    void nothing_is_named_after_one_connector() throws IOException {
        var named = Pattern.compile("(^|-)(" + String.join("|", connectors()) + ")(-|$)");

        assertThat(MAIN.stream().flatMap(one -> Stream.concat(Stream.of(one.getSimpleName()), one.getMembers().stream()
                .map(member -> member.getName()))).filter(name -> named.matcher(hyphened(name)).find())).isEmpty();
    }

    /** {@code businessRegistrationUrl} as {@code business-registration-url}. */
    private static String hyphened(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|[_$]+", "-").toLowerCase(Locale.ROOT);
    }

    private static List<String> connectors() throws IOException {
        try (var folders = Files.list(Path.of("config/connectors"))) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).toList();
        }
    }

    private static List<Path> classFiles() throws IOException {
        try (var files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    /** The string constants of a class. */
    private static List<String> texts(Path file) throws IOException {
        var pool = ClassFile.of().parse(file).constantPool();
        return StreamSupport.stream(pool.spliterator(), false).filter(StringEntry.class::isInstance).map(
                entry -> ((StringEntry) entry).stringValue()).toList();
    }
}
