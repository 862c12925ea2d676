package dev.faultline.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.faultline.Page;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference.md is made from the CRDs. */
class ReferencePageTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]+)\\)");

    @Test
    void thePageSaysWhatTheCrdsSay() {
        Page.check("docs/reference.md", ReferencePage.of(CrdFiles.committed()));
    }

    @Test
    void everyFieldIsOnThePage() {
        var page = ReferencePage.of(CrdFiles.committed());
        var names = CrdFiles.committed().stream()
                .flatMap(crd -> CrdFiles.fields(crd).stream())
                .map(field -> field.path().replaceAll("^.*\\.", "").replace("[]", ""))
                .filter(name -> !name.isEmpty() && !name.equals("spec"));

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    @Test
    void everyLinkLeadsToASection() {
        var page = ReferencePage.of(CrdFiles.committed());
        var sections = page.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> ReferencePage.anchor(line.replaceAll("^#+ ", "")))
                .collect(Collectors.toSet());

        var links = LINK.matcher(page).results().map(link -> link.group(1)).toList();

        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(sections).contains(link));
    }
}
