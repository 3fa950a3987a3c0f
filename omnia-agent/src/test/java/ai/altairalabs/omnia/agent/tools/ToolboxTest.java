package ai.altairalabs.omnia.agent.tools;

import static ai.altairalabs.omnia.agent.fixture.Tools.handler;
import static ai.altairalabs.omnia.agent.fixture.Tools.post;
import static ai.altairalabs.omnia.agent.fixture.Tools.registry;
import static ai.altairalabs.omnia.agent.fixture.Tools.tool;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altairalabs.omnia.agent.tools.Toolbox.Lookup;
import ai.altairalabs.omnia.core.policy.ToolRegistry.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolboxTest {
    @Test
    void leavesOutWhatItCannotCallAndSaysWhy() {
        Toolbox toolbox = Toolbox.of(registry(
                post("order-desk", "lookup_order", "/a"),
                handler("fast-desk", new Target.Grpc(tool("quick_order"), "tools:9000", false)),
                handler("browser", new Target.Client(tool("show_map"))),
                handler("petstore", new Target.OpenApi("http://x/spec", null, List.of())),
                handler(
                        "files",
                        new Target.Mcp(Target.Mcp.Transport.SSE, "http://x", "", List.of(), List.of(), List.of()))));
        assertThat(toolbox.served()).extracting(Toolbox.ServedTool::name).containsExactly("lookup_order");
        assertThat(toolbox.notes())
                .containsExactly(
                        "handler `petstore` has type `openapi`, which this version does not call; use `http`",
                        "handler `files` has type `mcp`, which this version does not call; use `http`",
                        "tool `quick_order` is left out: handler `fast-desk` has type `grpc`, which this version does not"
                                + " call; use `http`",
                        "tool `show_map` is left out: handler `browser` has type `client`, which this version does not"
                                + " call; use `http`");
        assertThat(toolbox.find("show_map")).isInstanceOf(Lookup.Unserved.class);
        assertThat(toolbox.find("Lookup_order")).isInstanceOf(Lookup.Unknown.class);
    }

    @Test
    void offersNoToolThatStandsTwice() {
        Toolbox toolbox =
                Toolbox.of(registry(post("one", "t", "/a"), post("two", "t", "/b"), post("three", "u", "/c")));
        assertThat(toolbox.served()).extracting(Toolbox.ServedTool::name).containsExactly("u");
        assertThat(toolbox.find("t")).isInstanceOf(Lookup.Unserved.class);
    }

    @Test
    void isEmptyWithoutARegistry() {
        assertThat(Toolbox.of(null).served()).isEmpty();
        assertThat(Toolbox.of(null).find("t")).isInstanceOf(Lookup.Unknown.class);
    }
}
