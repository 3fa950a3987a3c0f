package ai.altairalabs.omnia.core.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the threads that evaluate one expression may use together. */
class OvertimeTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void holdsAQuarterOfASecond() {
        Overtime overtime = new Overtime();
        assertThat(overtime.use(250 * MILLISECOND)).isTrue();
        assertThat(overtime.use(1)).isFalse();
    }

    @Test
    void isOneAccountForAllThreads() {
        Overtime overtime = new Overtime();
        AtomicInteger granted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 1000; i++) {
                threads.execute(() -> granted.addAndGet(overtime.use(MILLISECOND) ? 1 : 0));
            }
        }
        assertThat(granted).hasValue(250);
    }
}
