package ai.altairalabs.omnia.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.core.call.ToolCall;
import ai.altairalabs.omnia.core.call.ToolIdentity;
import ai.altairalabs.omnia.core.manifest.ManifestReader;
import ai.altairalabs.omnia.core.problem.SourceText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every decision, whatever the policies and the call. */
class DecisionLawsTest {
    @Provide
    Arbitrary<List<String>> policies() {
        return Generated.policies(5, false);
    }

    @Provide
    Arbitrary<List<String>> watching() {
        // A policy with a fault refuses nothing either while it only watches.
        return Generated.policies(5, true);
    }

    @Provide
    Arbitrary<String> another() {
        return Generated.another();
    }

    @Provide
    Arbitrary<ToolCall> calls() {
        return Generated.calls();
    }

    @Property(tries = 500)
    void addingAPolicyNeverTurnsARefusalIntoAPermission(
            @ForAll("policies") List<String> policies, @ForAll("another") String more, @ForAll("calls") ToolCall call) {
        boolean refused = Generated.set(policies).decide(call).enforcement() instanceof Enforcement.Refuse;
        List<String> all = new ArrayList<>(policies);
        all.add(more);
        boolean refusedWithMore = Generated.set(all).decide(call).enforcement() instanceof Enforcement.Refuse;
        assertThat(refusedWithMore || !refused).isTrue();
    }

    @Property(tries = 250)
    void loadOrderNeverMatters(
            @ForAll("policies") List<String> policies, @ForAll long seed, @ForAll("calls") ToolCall call) {
        List<String> shuffled = new ArrayList<>(policies);
        Collections.shuffle(shuffled, new Random(seed));
        PolicySet one = Generated.set(policies);
        PolicySet other = Generated.set(shuffled);
        assertThat(other.decide(call)).isEqualTo(one.decide(call));
        assertThat(other.revision()).isEqualTo(one.revision());
    }

    @Property(tries = 250)
    void auditNeverRefuses(@ForAll("watching") List<String> policies, @ForAll("calls") ToolCall call) {
        Enforcement enforcement = Generated.set(policies).decide(call).enforcement();
        boolean noTool = call.tool() instanceof ToolIdentity.Unknown || call.tool() instanceof ToolIdentity.Mismatched;
        assertThat(enforcement instanceof Enforcement.Refuse).isEqualTo(noTool);
    }

    @Property(tries = 250)
    void nothingMakesDecideThrow(@ForAll("policies") List<String> policies, @ForAll("calls") ToolCall call) {
        assertThat(Generated.set(policies).decide(call).enforcement()).isNotNull();
    }

    @Property(tries = 100)
    void aReloadWithTheSameManifestsDecidesTheSame(
            @ForAll("policies") List<String> policies, @ForAll("calls") ToolCall call) {
        PolicySet first = Generated.set(policies);
        List<SourceText> sources = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            sources.add(new SourceText("policy-" + i + ".yaml", policies.get(i)));
        }
        PolicySet again = first.next(ManifestReader.read(sources));
        assertThat(again.decide(call).enforcement())
                .isEqualTo(first.decide(call).enforcement());
        assertThat(again.revision()).isEqualTo(first.revision());
    }
}
