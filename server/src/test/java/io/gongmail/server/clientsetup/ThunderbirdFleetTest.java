package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ThunderbirdFleetTest {
    @Test
    void policiesAreJsonWithEveryPreferenceAsADefault() throws Exception {
        JsonNode policies = new ObjectMapper()
                .readTree(ThunderbirdFleet.policies(Services.MINISTRY))
                .get("policies");
        assertThat(policies.at("/Certificates/ImportEnterpriseRoots").asBoolean())
                .isTrue();
        JsonNode url = policies.get("Preferences").get("mailnews.auto_config_url");
        assertThat(url.get("Value").asText()).isEqualTo("https://portal.moe.example/setup/thunderbird/");
        assertThat(url.get("Status").asText()).isEqualTo("default");
    }

    @Test
    void thePreferencesFileSaysTheSame() {
        assertThat(ThunderbirdFleet.preferenceFile(Services.MINISTRY))
                .contains("pref(\"mailnews.auto_config_url\", \"https://portal.moe.example/setup/thunderbird/\");\n")
                .contains("pref(\"security.default_personal_cert\", \"Select Automatically\");\n")
                .contains("pref(\"mailnews.auto_config.guess.enabled\", false);\n");
    }
}
