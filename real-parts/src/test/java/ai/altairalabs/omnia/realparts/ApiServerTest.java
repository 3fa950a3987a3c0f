package ai.altairalabs.omnia.realparts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiServerTest {
    @Test
    void keepsItsDataOverARestart() {
        try (ApiServer server = ApiServer.start()) {
            assertThat(server.kubectl("version").orFail()).contains("Server Version: v1.36");
            server.kubectl("create", "namespace", "production").orFail();
            server.restartServer();
            assertThat(server.kubectl("get", "namespaces", "-o", "name").orFail())
                    .contains("namespace/production");
        }
    }

    @Test
    void knowsServiceAccountsByTheirTokens() {
        try (ApiServer server = ApiServer.start()) {
            server.kubectl("create", "serviceaccount", "door").orFail();
            String token = server.serviceAccountToken("default", "door");
            Ran refused = server.kubectl(
                    "--token", token, "--kubeconfig", server.kubeconfig(token).toString(), "get", "pods");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("system:serviceaccount:default:door");
        }
    }
}
