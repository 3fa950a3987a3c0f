package ai.altairalabs.omnia.fuzz;

import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.policy.Expression;
import ai.altairalabs.omnia.core.policy.Expressions;
import ai.altairalabs.omnia.core.policy.Resource;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.AttackReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each target starts from: the attacks, decision vectors, manifests and expressions that the project has. */
public final class Seeds {
    private static final int LARGEST = 8192;

    private final Map<String, List<byte[]>> seeds = new LinkedHashMap<>();

    private Seeds() {
        for (String target : List.of("manifest", "head", "json", "cel", "context", "audit")) {
            seeds.put(target, new ArrayList<>());
        }
    }

    /** The seeds by target. */
    public static Map<String, List<byte[]>> of(Path root) throws IOException {
        Seeds seeds = new Seeds();
        Set<String> expressions = new LinkedHashSet<>();
        for (String directory : List.of("vectors/sets", "examples", "omnia-core/src/test/resources/manifest")) {
            for (Path file : yamlFiles(root.resolve(directory))) {
                byte[] bytes = Files.readAllBytes(file);
                seeds.add("manifest", bytes);
                expressionsOf(new String(bytes, StandardCharsets.UTF_8), expressions);
            }
        }
        for (Attack attack : AttackReader.readAll(root.resolve("vectors/attacks"), root.resolve("vectors/sets"))
                .attacks()) {
            seeds.addAttack(attack, expressions);
        }
        seeds.addVectors(root.resolve("vectors/decisions"), expressions);
        for (String expression : expressions) {
            seeds.add("cel", joined(expression, "{\"amount\":750,\"reason\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
        }
        seeds.addContexts();
        return seeds.seeds;
    }

    private void addAttack(Attack attack, Set<String> expressions) {
        byte[] request = attack.request().bytes();
        String text = new String(request, StandardCharsets.ISO_8859_1);
        add("head", text.replace("{token}", "t").getBytes(StandardCharsets.ISO_8859_1));
        int body = text.indexOf("\r\n\r\n");
        if (body >= 0 && body + 4 < text.length()) {
            addBody(text.substring(body + 4).getBytes(StandardCharsets.ISO_8859_1));
        }
        attack.files().values().forEach(file -> add("manifest", file.bytes()));
        for (SourceText policy : attack.policies()) {
            expressionsOf(policy.text(), expressions);
        }
        if (!attack.token().header().isEmpty()) {
            add("context", kind(2, json(attack.token().header())));
        }
        if (!attack.token().claims().isEmpty()) {
            add("context", kind(1, json(attack.token().claims())));
        }
    }

    /** Every line of a vector that looks like a body is one, and every vector's policies hold expressions. */
    private void addVectors(Path directory, Set<String> expressions) throws IOException {
        for (Path file : yamlFiles(directory)) {
            String text = Files.readString(file);
            add("manifest", text.getBytes(StandardCharsets.UTF_8));
            text.lines()
                    .map(String::strip)
                    .filter(line -> line.contains("cel: "))
                    .map(line -> line.substring(line.indexOf("cel: ") + 5).replaceAll("^['\"]|['\"]$", ""))
                    .forEach(expressions::add);
            text.lines()
                    .filter(line -> line.contains("body: '{"))
                    .map(line ->
                            line.substring(line.indexOf('{'), Math.max(line.indexOf('{'), line.lastIndexOf('}') + 1)))
                    .forEach(line -> addBody(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void addBody(byte[] body) {
        add("json", body);
        String texts =
                "rule\u00ffa message\u00ff\u00ff/v1/refund\u00ffPOST\u00ffuser\u00fft\u00ffagent\u00ffproduction\u00ff"
                        + "customer-tools\u00ffprocess_refund\u00ff";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(texts.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        add("audit", kind(1, out.toByteArray()));
    }

    private void addContexts() {
        add("context", kind(0, ContextTarget.TOKEN.getBytes(StandardCharsets.US_ASCII)));
        for (int kind = 1; kind < 4; kind++) {
            add("context", kind(kind, ContextTarget.CLAIMS.getBytes(StandardCharsets.US_ASCII)));
        }
        add("context", kind(2, "{\"alg\":\"EdDSA\",\"kid\":\"fuzz\"}".getBytes(StandardCharsets.US_ASCII)));
    }

    private void add(String target, byte[] seed) {
        List<byte[]> known = seeds.get(target);
        if (known != null && seed.length <= LARGEST) {
            known.add(seed);
        }
    }

    private static void expressionsOf(String manifest, Set<String> into) {
        for (Resource resource :
                ManifestReader.read(List.of(new SourceText("seed", manifest))).resources()) {
            Expressions expressions = Expressions.of(resource);
            Stream.concat(expressions.rules().stream(), expressions.values().stream())
                    .map(Expression::text)
                    .forEach(into::add);
        }
    }

    private static byte[] json(Map<String, @Nullable Object> fields) {
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(new HashMap<>(fields));
    }

    private static byte[] kind(int kind, byte[] rest) {
        byte[] seed = new byte[rest.length + 1];
        seed[0] = (byte) kind;
        System.arraycopy(rest, 0, seed, 1, rest.length);
        return seed;
    }

    private static byte[] joined(String expression, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(expression.getBytes(StandardCharsets.UTF_8));
        out.write(0xff);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static List<Path> yamlFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    /** Writes the seeds: {@code TARGET/seeds/NUMBER} in the second directory; the first is the project's. */
    public static void main(String[] arguments) throws IOException {
        Path into = Path.of(arguments[1]);
        for (Map.Entry<String, List<byte[]>> target : of(Path.of(arguments[0])).entrySet()) {
            Path directory =
                    Files.createDirectories(into.resolve(target.getKey()).resolve("seeds"));
            int number = 0;
            for (byte[] seed : target.getValue()) {
                Files.write(directory.resolve(String.valueOf(number++)), seed);
            }
        }
    }
}
