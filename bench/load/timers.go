package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"
)

// runTimers is the least that anybody can do who makes runs on time: for each of them a timer, and the request that
// creates it. It does so at every odd minute; at the even ones the operator does.
func runTimers(ctx context.Context, api *API, arguments []string) error {
	set := flag.NewFlagSet("timers", flag.ContinueOnError)
	count := set.Int("count", 100, "timers that are due at a time")
	rounds := set.Int("rounds", 5, "how often they are due")
	namespace := set.String("namespace", "schedule", "where the runs are made")
	if err := parse(set, arguments); err != nil {
		return err
	}
	minute := time.Now().Truncate(2 * time.Minute).Add(time.Minute)
	for round := 0; round < *rounds; round++ {
		for !minute.After(time.Now()) {
			minute = minute.Add(2 * time.Minute)
		}
		if err := inParallel(ctx, 0, *count, *count, func(number int) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Until(minute)):
			}
			run := fmt.Sprintf("floor-%d-%d", number, minute.Unix()/60)
			return api.do(ctx, http.MethodPost, "/apis/"+floorSide.group()+"/v1alpha1/namespaces/"+*namespace+"/gamedayruns",
				jsonBody, encode(object{"apiVersion": floorSide.group() + "/v1alpha1", "kind": "GameDayRun",
					"metadata": meta(*namespace, run), "spec": object{"gameDayRef": object{"name": "floor"}}}))
		}); err != nil {
			return err
		}
	}
	return nil
}
