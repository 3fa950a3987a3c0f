package ai.altairalabs.omnia.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.decision.PolicySet;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.Problem;
import ai.altairalabs.omnia.core.problem.SourceText;
import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import ai.altairalabs.omnia.server.policies.PolicyDirectory;
import ai.altairalabs.omnia.server.policies.PolicySource;
import ai.altairalabs.omnia.testkit.Attack;
import ai.altairalabs.omnia.testkit.Octets;
import ai.altairalabs.omnia.testkit.VectorPolicies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one attack came to at one door.
 *
 * @param answers what the caller got
 * @param seen what the tool saw
 * @param records the audit log
 * @param metrics what the door counted
 */
record AttackRun(
        List<RawClient.Answer> answers, List<RecordingTool.Seen> seen, List<JsonNode> records, String metrics) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DecisionSettings SETTINGS = DecisionSettings.of("production");
    private static final String PROBE = "GET /v1/orders/status?order_id=after HTTP/1.1";
    private static final String PROBE_TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** Through the proxy, octet by octet over a socket. */
    static AttackRun throughProxy(Attack attack, Path directory) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RecordingTool tool = RecordingTool.serving(request -> {
            request.read();
            int number = served.getAndIncrement();
            String answer = number < attack.answers().size()
                    ? new String(attack.answers().get(number).bytes(), StandardCharsets.ISO_8859_1)
                    : RecordingTool.OK;
            request.answer(answer);
            return !answer.contains("\r\nConnection: close\r\n");
        })) {
            return throughProxy(attack, directory, tool.uri(), tool);
        }
    }

    /** Through the proxy to this address, behind which the tool is. */
    static AttackRun throughProxy(Attack attack, Path directory, URI upstream, RecordingTool tool) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        AuditLog audit = Patient.log(log);
        Metrics metrics = new Metrics();
        DoorSettings settings = DoorSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), upstream, "production")
                .withDecision(SETTINGS)
                .withThreads(1);
        int before = tool.seen().size();
        List<RawClient.Answer> answers;
        List<RecordingTool.Seen> seen;
        try (PolicySource policies = policies(attack, directory);
                audit;
                ProxyDoor door =
                        ProxyDoor.start(settings, AttackTokens.authenticator(attack.door()), policies, audit, metrics);
                RawClient client = new RawClient(door.address())) {
            client.send(octets(attack));
            answers = answers(attack, client);
            seen = List.copyOf(tool.seen().subList(before, tool.seen().size()));
            checkWhatFollows(attack, client, answers.getLast(), tool);
        }
        return new AttackRun(answers, seen, records(log), metrics.scrape());
    }

    private static List<RawClient.Answer> answers(Attack attack, RawClient client) throws IOException {
        boolean head = new String(attack.request().bytes(), StandardCharsets.ISO_8859_1).startsWith("HEAD ");
        List<RawClient.Answer> answers = new ArrayList<>();
        for (int i = 0; i < attack.expect().statuses().size(); i++) {
            answers.add(head ? headOnly(client) : client.read());
        }
        return answers;
    }

    /** To HEAD no body follows; one behind a request that could not be read is taken for what it is, the last octets. */
    private static RawClient.Answer headOnly(RawClient client) throws IOException {
        RawClient.Answer answer = new RawClient.Answer(client.readHead(), "");
        if (answer.values("Connection").contains("close")) {
            client.in().readAllBytes();
        }
        return answer;
    }

    /** The connection is closed, or the next request on it is read as the request that it is. */
    private static void checkWhatFollows(Attack attack, RawClient client, RawClient.Answer last, RecordingTool tool)
            throws IOException {
        if (last.values("Connection").contains("close")) {
            assertThat(client.isClosed()).as("the connection is closed").isTrue();
            return;
        }
        int before = tool.seen().size();
        client.send(PROBE + "\r\nHost: tool\r\ntraceparent: 00-" + PROBE_TRACE + "-b7ad6b7169203331-01\r\n"
                + (attack.door().mode() == Attack.Mode.JWT ? "Authorization: Bearer " : "X-Omnia-Context: ")
                + AttackTokens.good(attack.door().mode()) + "\r\n\r\n");
        RawClient.Answer answer = client.read();
        int status = answer.status();
        assertThat(status != 200 || answer.body().equals("{}"))
                .as("the answer to what follows: %s", answer.body())
                .isTrue();
        List<RecordingTool.Seen> after = tool.seen().subList(before, tool.seen().size());
        assertThat(after).extracting(RecordingTool.Seen::line).allMatch(PROBE::equals);
        assertThat(after).hasSize(status == 200 ? 1 : 0);
    }

    /** At a door that is told of the request by whoever holds it. */
    static AttackRun told(Attack attack, Front front, Path directory) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        AuditLog audit = Patient.log(log);
        Front.Got got;
        try (PolicySource policies = policies(attack, directory);
                audit;
                Front.Opened door = front.open(SETTINGS, AttackTokens.authenticator(attack.door()), policies, audit)) {
            got = door.send(sent(octets(attack)));
        }
        return new AttackRun(List.of(got.answer()), got.seen(), records(log), "");
    }

    /** All but those of the request that follows an attack. */
    private static List<JsonNode> records(ByteArrayOutputStream log) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JSON::readTree)
                .filter(record -> !record.path("traceId").asString("").equals(PROBE_TRACE))
                .toList();
    }

    /** The octets with the token in its place. */
    static byte[] octets(Attack attack) {
        String text = new String(attack.request().bytes(), StandardCharsets.ISO_8859_1);
        return text.replace("{token}", AttackTokens.token(attack.door().mode(), attack.token()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The request as its holder tells of it: fails when the octets are not plainly one request. */
    private static Front.Sent sent(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        String[] line = lines[0].split(" ", -1);
        assertThat(line).as("the request line").hasSize(3);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        for (String header : List.of(lines).subList(1, lines.length)) {
            int colon = header.indexOf(": ");
            String name = header.substring(0, colon);
            String value = header.substring(colon + 2);
            assertThat(name).as("it is not told in pieces").isNotEqualToIgnoringCase("Transfer-Encoding");
            if (name.equalsIgnoreCase("Content-Length")) {
                assertThat(value).as("how long it is").isEqualTo(Integer.toString(body.length));
            } else if (!name.equalsIgnoreCase("Host")) {
                headers.add(Map.entry(name, value));
            }
        }
        return new Front.Sent(line[0], line[1], headers, Octets.of(body));
    }

    private static PolicySource policies(Attack attack, Path directory) throws IOException {
        if (!attack.files().isEmpty()) {
            return fromFiles(attack, directory);
        }
        PolicySet set = PolicySet.compile(ManifestReader.read(attack.policies()), VectorPolicies.limits());
        checkProblems(attack, set);
        return new GivenPolicies(set);
    }

    private static PolicySource fromFiles(Attack attack, Path directory) throws IOException {
        int number = 0;
        for (SourceText text : attack.policies()) {
            Files.writeString(directory.resolve("given-" + number++ + ".yaml"), text.text());
        }
        for (Map.Entry<String, Octets> file : attack.files().entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue().bytes());
        }
        PolicyDirectory source = PolicyDirectory.watch(List.of(directory), VectorPolicies.limits(), Clock.systemUTC());
        checkProblems(attack, source.current());
        return source;
    }

    private static void checkProblems(Attack attack, PolicySet set) {
        List<String> errors = set.problems().stream()
                .filter(Problem::isError)
                .map(Problem::message)
                .toList();
        if (attack.problem() == null) {
            assertThat(errors).as("faults of the manifests").isEmpty();
        } else {
            assertThat(errors).as("faults of the manifests").anyMatch(error -> error.contains(attack.problem()));
        }
    }
}
