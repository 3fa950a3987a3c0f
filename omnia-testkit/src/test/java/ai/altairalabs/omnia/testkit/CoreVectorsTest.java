package ai.altairalabs.omnia.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.altairalabs.omnia.core.problem.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CoreVectorsTest {
    private final VectorReader.Result vectors = Vectors.all();
    private final VectorRunner core = new CoreRunner();

    @Test
    void everyVectorCanBeRead() {
        assertThat(vectors.problems()).extracting(Problem::render).isEmpty();
        assertThat(vectors.vectors()).hasSizeGreaterThanOrEqualTo(130);
    }

    @TestFactory
    Stream<DynamicTest> theCoreDecidesAsTheVectorSays() {
        return vectors.vectors().stream()
                .map(vector -> dynamicTest(vector.name(), () -> {
                    Outcome outcome = core.run(vector);
                    assertThat(vector.expect().differences(vector.call(), outcome))
                            .as(vector.description())
                            .isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> loadOrderChangesNoOutcome() {
        return vectors.vectors().stream()
                .filter(vector -> vector.policies().size() > 1)
                .map(vector -> dynamicTest(vector.name(), () -> {
                    Vector reversed = vector.withPolicies(vector.policies().reversed());
                    assertThat(core.run(reversed)).as(vector.description()).isEqualTo(core.run(vector));
                }));
    }
}
