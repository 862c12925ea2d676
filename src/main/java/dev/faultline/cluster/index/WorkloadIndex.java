package dev.faultline.cluster.index;

import dev.faultline.policy.budget.BudgetResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Workloads of both kinds, by everything that points to them. */
public final class WorkloadIndex implements Index<Outline> {
    private final LabelIndex<Outline> labels = new LabelIndex<>(Outline::place, Outline::labels);
    private final LabelIndex<Outline> templates = new LabelIndex<>(Outline::place, Outline::podLabels);
    private final SelectorIndex<Outline> selectors = new SelectorIndex<>(Outline::place, Outline::selector);
    private final WordIndex<Place, Outline> budgets = new WordIndex<>(
            Outline::place,
            outline -> BudgetResource.possibleNames(outline.key()).stream()
                    .map(name -> new Place(outline.namespace(), name))
                    .toList());
    private final List<Index<Outline>> all = List.of(labels, templates, selectors, budgets);

    @Override
    public void put(Outline workload) {
        all.forEach(index -> index.put(workload));
    }

    @Override
    public void remove(Outline workload) {
        all.forEach(index -> index.remove(workload));
    }

    public Stream<Outline> selectedBy(String namespace, LabelSelector selector) {
        return labels.selectedBy(namespace, selector);
    }

    public Stream<Outline> withTemplatesSelectedBy(String namespace, LabelSelector selector) {
        return templates.selectedBy(namespace, selector);
    }

    public Stream<Outline> selecting(String namespace, Map<String, String> podLabels) {
        return selectors.selecting(namespace, podLabels);
    }

    /** Workloads whose budget may have that name; which one has it depends on both kinds bearing one name. */
    public Stream<Outline> withBudgetPerhapsNamed(String namespace, String budget) {
        return budgets.under(new Place(namespace, budget));
    }
}
