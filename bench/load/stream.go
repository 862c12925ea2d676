package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"
)

// streamChanges changes policies in turn at a steady pace until it is told to end, then waits until every budget has
// what its policy says. The n-th change of a policy sets a value that no other change of it sets, so that the audit log
// tells which change a write of the budget answers.
func streamChanges(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("stream", flag.ContinueOnError)
	count := set.Int("policies", 0, "policies there are")
	per := set.Int("per-namespace", 50, "objects per namespace; 0: all in one")
	rate := set.Int("rate", 20, "changes per second")
	first := set.Int("first-value", 2, "value of the first change")
	if err := parse(set, arguments); err != nil {
		return err
	}
	shape := Shape{*per}
	wanted := map[string]string{}
	pace := time.NewTicker(time.Second / time.Duration(*rate))
	defer pace.Stop()
	made := 0
	for ctx.Err() == nil {
		number := made % *count
		value := fmt.Sprint(*first + made / *count)
		namespace, app := shape.namespace(operatorSide, number), name(number)
		body := fmt.Appendf(nil, `{"spec":{"disruption":{"maxUnavailable":%s}}}`, value)
		// Not the context that ends the stream: a change is made or not made, never left open.
		if err := api.do(context.Background(), http.MethodPatch, policyPath(operatorSide, namespace, app), mergePatch,
			body); err != nil {
			return err
		}
		wanted[namespace+"/"+budgetName(app)] = value
		made++
		select {
		case <-pace.C:
		case <-ctx.Done():
		}
	}
	lost, err := awaitBudgets(api, wanted)
	if err != nil {
		return err
	}
	return say(map[string]any{"changes": made, "policies": len(wanted), "lost": lost,
		"lastValue": *first + (made-1) / *count})
}

// awaitBudgets returns how many budgets still differ when patience is at its end.
func awaitBudgets(api *API, wanted map[string]string) (int, error) {
	end := time.Now().Add(patience)
	for {
		var found struct {
			Items []Budget `json:"items"`
		}
		if err := api.get(context.Background(), allBudgets, &found); err != nil {
			return 0, err
		}
		missing := len(wanted)
		for _, budget := range found.Items {
			if value, ours := wanted[budget.Metadata.key()]; ours && value == string(budget.Spec.MaxUnavailable) {
				missing--
			}
		}
		if missing == 0 || time.Now().After(end) {
			return missing, nil
		}
		time.Sleep(200 * time.Millisecond)
	}
}
