package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** A connector's folder and contract as bytes: what is compared, kept and sent from node to node. */
public final class Bundle {
    public static final int LARGEST = 5 * 1024 * 1024;
    private static final int MOST = 1000;
    private static final int DEEPEST = 20;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern LEFT = Pattern.compile("\\..*|#.*#|.*~|.*\\.(?:swp|tmp|bak|orig)");
    private static final String DECLARATION = "connector.yaml";
    private static final String CASES = "cases/";
    private static final String YAML = ".yaml";

    private final String name;
    private final SortedMap<String, byte[]> files;
    private @Nullable String version;

    /** It holds something that is no connector's: where, and what is meant. */
    public static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Text why;

        Unfit(Text why) {
            super(why.en());
            this.why = why;
        }

        public Text why() {
            return why;
        }
    }

    Bundle(String name, SortedMap<String, byte[]> files) {
        this.name = name;
        this.files = files;
    }

    public String name() {
        return name;
    }

    /** By their path below the folder; the contract is {@code contracts/<name>.openapi.yaml}. */
    public SortedMap<String, byte[]> files() {
        return files;
    }

    /** Where the contract of a connector stands among its files. */
    public static String contract(String name) {
        return "contracts/" + name + ".openapi.yaml";
    }

    /** @throws Unfit when a path leads elsewhere, there is too much, or no declaration */
    public static Bundle of(String name, Map<String, byte[]> files) throws Unfit {
        if (!NAME.matcher(name).matches()) {
            throw new Unfit(new Text("tên kết nối chỉ gồm chữ thường, chữ số và gạch nối",
                    "a connector's name has small letters, digits and hyphens"));
        }
        var size = 0L;
        for (var file : files.entrySet()) {
            size += file.getValue().length;
            var path = file.getKey();
            if (!path.matches("[^\\\\\\p{Cntrl}]{1,200}") || hidden(path) || path
                    .startsWith("contracts/") && !path.equals(contract(name))) {
                throw new Unfit(new Text("tệp không thuộc kết nối này: ", "no file of this connector: ").and(path));
            }
        }
        if (size > LARGEST || files.size() > MOST) {
            throw new Unfit(
                    new Text("quá " + LARGEST + " byte hoặc " + MOST + " tệp", "more than " + LARGEST + " bytes or "
                            + MOST + " files"));
        }
        if (!files.containsKey(DECLARATION)) {
            throw new Unfit(new Text("thiếu " + DECLARATION, DECLARATION + " is missing"));
        }
        var all = new TreeMap<>(files);
        all.keySet().removeIf(path -> !counts(path.substring(path.lastIndexOf('/') + 1)));
        return new Bundle(name, all);
    }

    /** Hidden, or leading elsewhere. */
    private static boolean hidden(String path) {
        return List.of(path.split("/", -1)).stream().anyMatch(part -> part.isEmpty() || part.startsWith("."));
    }

    /** Is a file or folder of this name part of a connector? What mounted volumes and editors leave is not. */
    static boolean counts(String name) {
        return !LEFT.matcher(name).matches();
    }

    /** Is it a connector's folder? One that holds anything and lost its declaration is, too: its fault is told. */
    public static boolean isFolder(Path folder) {
        return Files.isRegularFile(folder.resolve(DECLARATION)) || Files.isDirectory(folder) && NAME.matcher(folder
                .getFileName().toString()).matches() && holdsAnything(folder);
    }

    private static boolean holdsAnything(Path folder) {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> counts(file.getFileName().toString()));
        } catch (IOException unreadable) {
            return true; // nobody decided that it is gone
        }
    }

    /** The folder as it is at this moment, through links as mounted volumes have them. */
    static Bundle read(Path folder, Path contracts, Path templates) throws IOException {
        var name = folder.getFileName().toString();
        var files = new TreeMap<String, byte[]>();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
                return below.equals(folder) || counts(below.getFileName().toString())
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && counts(file.getFileName().toString())) {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        var contract = contracts.resolve(name + ".openapi.yaml");
        if (Files.isRegularFile(contract)) {
            files.put(contract(name), Files.readAllBytes(contract));
        }
        return new Bundle(name, files).onTemplate(templates);
    }

    /** With the template its declaration is laid on, unless it brings its own. */
    Bundle onTemplate(Path templates) throws IOException {
        var named = template(files.get(DECLARATION));
        var path = Templates.FOLDER + "/" + named.orElse("") + ".yaml";
        var file = templates.resolve(named.orElse("") + ".yaml");
        if (named.isEmpty() || files.containsKey(path) || !Files.isRegularFile(file)) {
            return this;
        }
        var all = new TreeMap<>(files);
        all.put(path, Files.readAllBytes(file));
        return new Bundle(name, all);
    }

    /** What several connectors share is kept with each, so that a way back leads to what was. */
    private static Optional<String> template(byte @Nullable [] declaration) {
        var text = declaration == null ? "" : new String(declaration, StandardCharsets.UTF_8);
        // most name none, and folders are looked at all the time
        return text.contains("template")
                ? Templates.named(Yaml.read(DECLARATION, text, new Faults()))
                : Optional.empty();
    }

    /** With this contract, unless it brings its own. */
    public Bundle orContractOf(@Nullable Bundle other) {
        var path = contract(name);
        var kept = other == null ? null : other.files.get(path);
        if (kept == null || files.containsKey(path)) {
            return this;
        }
        var all = new TreeMap<>(files);
        all.put(path, kept);
        return new Bundle(name, all);
    }

    /** True when all names and bytes are the same. */
    public boolean same(Bundle other) {
        return name.equals(other.name) && files.keySet().equals(other.files.keySet()) && files.entrySet().stream()
                .allMatch(file -> Arrays.equals(file.getValue(), other.files.get(file.getKey())));
    }

    /** The first 12 hex digits of the SHA-256 over all names and bytes. */
    public String version() {
        var known = version;
        if (known == null) {
            known = digest();
            version = known;
        }
        return known;
    }

    private String digest() {
        var digest = DigestUtils.getSha256Digest();
        files.forEach((path, bytes) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    }

    /** The texts of its cases, by the file's name without its ending. */
    Map<String, String> cases() {
        var cases = new TreeMap<String, String>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(CASES) && path.endsWith(YAML)) {
                cases.put(path.substring(CASES.length(), path.length() - YAML.length()), new String(bytes,
                        StandardCharsets.UTF_8));
            }
        });
        return Collections.unmodifiableMap(cases);
    }

    /** The same bytes for the same files. */
    public byte[] zip() {
        return Zip.of(files);
    }

    /** @throws Unfit also when it is no zip */
    public static Bundle unzip(String name, byte[] bytes) throws Unfit {
        return of(name, Zip.files(bytes, LARGEST));
    }

    /** What {@link #zip} has made. */
    public static Bundle kept(String name, byte[] zip) {
        try {
            return new Bundle(name, Zip.files(zip, Integer.MAX_VALUE - 1));
        } catch (Unfit e) {
            throw new IllegalStateException("what was kept of " + name + " cannot be read", e);
        }
    }

    void write(Path folder, Path contracts) throws IOException {
        for (var file : files.entrySet()) {
            var path = file.getKey();
            var to = path.equals(contract(name))
                    ? contracts.resolve(name + ".openapi.yaml")
                    : folder.resolve(path);
            Files.createDirectories(to.toAbsolutePath().getParent());
            Files.write(to, file.getValue());
        }
    }

    /** What it is called, and no bytes. */
    @Override
    public String toString() {
        return name + "@" + version();
    }
}
