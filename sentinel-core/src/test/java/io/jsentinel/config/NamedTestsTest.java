package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedTestsTest {

    private static final String SOURCE = """
            class ATest {
                private int field;

                @Test
                void isRun() {
                    helps();
                }

                @ParameterizedTest
                @CsvSource({
                    "a, b"
                })
                void isRunWithValues(String a, String b) {}

                void helps() {}

                @Disabled
                @Test
                void isOff() {}
            }
            """;

    private final NamedTests tests = new NamedTests(Map.of(
            "one/ATest",
            SOURCE,
            "one/BTest",
            SOURCE,
            "two/BTest",
            SOURCE.replace("isRun", "isAlsoRun"),
            "two/CTest",
            "class CTest {\n    void helps() {}\n}\n",
            "two/DTest",
            "@Disabled\n" + SOURCE));

    @Test
    void whatIsRunIsNoProblem() {
        assertThat(tests.problem("ATest")).isEmpty();
        assertThat(tests.problem("ATest.isRun")).isEmpty();
        assertThat(tests.problem("ATest.isRunWithValues")).isEmpty();
    }

    @Test
    void aMethodThatIsNoTestOrIsSwitchedOffIsTold() {
        assertThat(tests.problem("ATest.helps")).isPresent();
        assertThat(tests.problem("ATest.isOff")).isPresent();
        assertThat(tests.problem("ATest.isNowhere")).isPresent();
        assertThat(tests.problem("CTest")).isPresent();
        assertThat(tests.problem("DTest.isRun")).isPresent();
    }

    @Test
    void aNameInTwoModulesNeedsItsModule() {
        assertThat(tests.problem("BTest.isRun")).hasValue("BTest.isRun is the name of two classes");
        assertThat(tests.problem("one/BTest.isRun")).isEmpty();
        assertThat(tests.problem("two/BTest.isRun")).isPresent();
        assertThat(tests.problem("two/BTest.isAlsoRun")).isEmpty();
    }
}
