package ai.altairalabs.omnia.server.door;

import ai.altairalabs.omnia.server.audit.AuditLog;
import ai.altairalabs.omnia.server.metrics.Metrics;
import ai.altairalabs.omnia.server.policies.GivenPolicies;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.UnaryOperator;

/** A door on a free port in front of a tool. */
final class DoorFixture implements AutoCloseable {
    private DoorSettings settings;
    private final FakeAuthenticator authenticator = new FakeAuthenticator();
    private final GivenPolicies policies = GivenPolicies.none();
    private boolean loads = true;
    private final HeldStream records = new HeldStream();
    private final AuditLog audit = Patient.log(records);
    private SslContext ssl;
    private ProxyDoor door;

    private DoorFixture(URI upstream) {
        settings = DoorSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), upstream, "production")
                .withTimeouts(Patient.TIMEOUTS)
                .withThreads(2);
    }

    static DoorFixture before(RecordingTool tool) {
        return before(tool.uri());
    }

    static DoorFixture before(URI upstream) {
        return new DoorFixture(upstream);
    }

    DoorFixture with(UnaryOperator<DoorSettings> change) {
        settings = change.apply(settings);
        return this;
    }

    DoorFixture policies(String... manifests) {
        policies.give(TestPolicies.compile(manifests));
        return this;
    }

    DoorFixture trusting(SslContext ssl) {
        this.ssl = ssl;
        return this;
    }

    /** A door that starts before its policies are loaded. */
    DoorFixture unloaded() {
        loads = false;
        return this;
    }

    FakeAuthenticator authenticator() {
        return authenticator;
    }

    HeldStream audit() {
        return records;
    }

    DoorFixture start() {
        if (loads && !policies.ready()) {
            policies(TestPolicies.REGISTRY, TestPolicies.GUARDRAILS);
        }
        door = ProxyDoor.start(settings, authenticator, policies, audit, new Metrics(), ssl);
        return this;
    }

    InetSocketAddress address() {
        return door.address();
    }

    RawClient client() throws Exception {
        return new RawClient(door.address());
    }

    ProxyDoor door() {
        return door;
    }

    @Override
    public void close() {
        door.close();
        audit.close();
    }
}
